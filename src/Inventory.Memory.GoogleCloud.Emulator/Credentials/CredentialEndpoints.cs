using System.Globalization;
using Inventory.Memory.GoogleCloud.Emulator.Http;
using Inventory.Memory.GoogleCloud.Emulator.Platform;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Credentials;

/// <summary>
/// Where access tokens come from: Google's OAuth server (<c>/token</c>), the security token service
/// (<c>/v1/token</c>), IAM credentials (<c>:generateAccessToken</c>) and the metadata server.
/// </summary>
internal sealed class CredentialEndpoints(TokenMint mint, string universeDomain)
{
    public const string Email = "emulated@emulated-project.iam.gserviceaccount.com";

    private const string Metadata = "/computeMetadata/v1/";
    private const string IamPrefix = "/v1/projects/-/serviceAccounts/";
    private const string IamMethod = ":generateAccessToken";
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    public async ValueTask<bool> TryAnswerAsync(HttpContext context, string path)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            return await TryAnswerPostAsync(context, path).ConfigureAwait(false);
        }

        // The bare address is what tells a client that a metadata server is there.
        if (context.Request.Headers["Metadata-Flavor"] != "Google" || (path != "/" && !path.StartsWith(Metadata, StringComparison.Ordinal)))
        {
            return false;
        }

        context.Response.Headers["Metadata-Flavor"] = "Google";
        await AnswerMetadataAsync(context, path == "/" ? "" : path[Metadata.Length..]).ConfigureAwait(false);
        return true;
    }

    /// <summary>Whether a request carries a token that was made here.</summary>
    public bool IsSignedIn(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] && mint.IsGood(token);

    private async Task<bool> TryAnswerPostAsync(HttpContext context, string path)
    {
        switch (path)
        {
            case "/token":
                await AnswerOAuthAsync(context).ConfigureAwait(false);
                return true;
            case "/v1/token":
                await AnswerExchangeAsync(context).ConfigureAwait(false);
                return true;
            default:
                break;
        }

        if (!path.StartsWith(IamPrefix, StringComparison.Ordinal) || !path.EndsWith(IamMethod, StringComparison.Ordinal))
        {
            return false;
        }

        await AnswerImpersonationAsync(context).ConfigureAwait(false);
        return true;
    }

    private async Task AnswerOAuthAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        var (kind, given) = form["grant_type"].ToString() switch
        {
            JwtBearer => ("key", form["assertion"].ToString().Split('.').Length == 3),
            "refresh_token" => ("user", form["refresh_token"].ToString() is { Length: > 0 } and not "revoked"),
            _ => ("", false),
        };
        await (given ? TokenAsync(context, kind) : OAuthErrorAsync(context)).ConfigureAwait(false);
    }

    private async Task AnswerExchangeAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        var given = form["grant_type"] == TokenExchange && form["subject_token"].ToString().Length > 0 && form["audience"].ToString().Length > 0;
        await (given ? TokenAsync(context, "federated") : OAuthErrorAsync(context)).ConfigureAwait(false);
    }

    private Task AnswerImpersonationAsync(HttpContext context) => IsSignedIn(context)
        ? SmallAnswer.JsonAsync(context, 200, json =>
        {
            json.WriteString("accessToken"u8, mint.Issue("impersonated"));
            json.WriteString("expireTime"u8, mint.NextExpiry.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        })
        : SmallAnswer.ErrorAsync(context, ApiError.Unauthorized);

    private Task AnswerMetadataAsync(HttpContext context, string path) => path switch
    {
        "" => SmallAnswer.TextAsync(context, "computeMetadata/\n"),
        "universe/universe-domain" => SmallAnswer.TextAsync(context, universeDomain),
        "project/project-id" => SmallAnswer.TextAsync(context, "emulated-project"),
        "instance/service-accounts/default/email" => SmallAnswer.TextAsync(context, Email),
        "instance/service-accounts/default/token" => TokenAsync(context, "metadata"),
        _ => SmallAnswer.ErrorAsync(context, ApiError.NotFound(path)),
    };

    private Task TokenAsync(HttpContext context, string kind) => SmallAnswer.JsonAsync(context, 200, json =>
    {
        json.WriteString("access_token"u8, mint.Issue(kind));
        json.WriteString("issued_token_type"u8, "urn:ietf:params:oauth:token-type:access_token"u8);
        json.WriteString("token_type"u8, "Bearer"u8);
        json.WriteNumber("expires_in"u8, (long)mint.Lifetime.TotalSeconds);
    });

    private static Task OAuthErrorAsync(HttpContext context) => SmallAnswer.JsonAsync(context, 400, json =>
    {
        json.WriteString("error"u8, "invalid_grant"u8);
        json.WriteString("error_description"u8, "Token has been expired or revoked."u8);
    });
}
