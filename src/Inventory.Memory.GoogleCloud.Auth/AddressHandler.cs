using Google.Apis.Http;

namespace Inventory.Memory.GoogleCloud.Auth;

/// <summary>
/// Sends requests where they belong: Google's library ignores the <c>token_uri</c> of a user's file, and knows nothing of
/// an endpoint of one's own for IAM Credentials.
/// </summary>
/// <param name="tokenUri">Where Google's OAuth server is; null: where the library thinks.</param>
/// <param name="endpoint">Where Google's APIs are, with <c>{service}</c>; null: where the library thinks.</param>
internal sealed class AddressHandler(string? tokenUri, string? endpoint) : DelegatingHandler
{
    private const string OAuth = "https://oauth2.googleapis.com/token";
    private const string IamCredentials = "iamcredentials";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { } asked)
        {
            request.RequestUri = Map(asked);
        }

        return base.SendAsync(request, cancellationToken);
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

    /// <summary>Makes the library's clients with a handler of ours in front.</summary>
    internal sealed class Factory(string? tokenUri, string? endpoint) : HttpClientFactory
    {
        protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) =>
            new AddressHandler(tokenUri, endpoint) { InnerHandler = base.CreateHandler(args) };
    }
}
