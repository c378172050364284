using System.Net;

namespace Inventory.Memory.GoogleCloud.Auth;

/// <summary>
/// Sends requests where they belong, and remembers the secrets in them: Google's library ignores the <c>token_uri</c> of a
/// user's file, and knows nothing of an endpoint of one's own for IAM Credentials.
/// </summary>
/// <param name="tokenUri">Where Google's OAuth server is; null: where the library thinks.</param>
/// <param name="endpoint">Where Google's APIs are, with <c>{service}</c>; null: where the library thinks.</param>
/// <param name="keepSecret">Has a secret taken out of whatever a server answers.</param>
internal sealed class AddressHandler(string? tokenUri, string? endpoint, Action<string> keepSecret) : DelegatingHandler
{
    private const string OAuth = "https://oauth2.googleapis.com/token";
    private const string IamCredentials = "iamcredentials";
    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>The fields of forms that hold a secret (RFC 6749, 7523, 8693).</summary>
    private static readonly string[] s_secrets = ["assertion", "refresh_token", "client_secret", "subject_token", "actor_token", "code"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { } asked)
        {
            request.RequestUri = Map(asked);
        }

        await KeepSecretsAsync(request, cancellationToken).ConfigureAwait(false);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask KeepSecretsAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization?.Parameter is { } token)
        {
            keepSecret(token);
        }

        if (request.Content is { } content && content.Headers.ContentType?.MediaType == FormType)
        {
            var form = await content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            foreach (var field in form.Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2 && s_secrets.Contains(pair[0])))
            {
                keepSecret(WebUtility.UrlDecode(field[1]));
            }
        }
    }

    private Uri Map(Uri asked)
    {
        if (tokenUri is not null && asked.AbsoluteUri == OAuth)
        {
            return new Uri(tokenUri);
        }

        return endpoint is not null && asked.Host.StartsWith($"{IamCredentials}.", StringComparison.Ordinal)
            ? new Uri(endpoint.Replace("{service}", IamCredentials, StringComparison.Ordinal).TrimEnd('/') + asked.PathAndQuery)
            : asked;
    }
}
