using Inventory.Memory.GoogleCloud.Emulator.Credentials;
using Inventory.Memory.GoogleCloud.Emulator.Http;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Platform;

/// <summary>What stands around the lists of resources: sign-in, the organisation, enabled services, Cloud Asset Inventory.</summary>
internal sealed class PlatformEndpoints(
    CredentialEndpoints credentials, bool requiresToken, ResourceManagerEndpoints? projects, ServiceUsageEndpoints services, AssetInventoryEndpoints assets)
{
    /// <summary>Google's APIs have a host each; where they share one, a path may begin with the API.</summary>
    private static readonly string[] s_prefixes = ["/cloudresourcemanager", "/serviceusage", "/cloudasset", "/iamcredentials", "/sts", "/oauth2"];

    /// <summary>Answers a call that is not for a list of the catalog.</summary>
    /// <returns>False: it is for one, and allowed.</returns>
    public async ValueTask<bool> TryAnswerAsync(HttpContext context)
    {
        var path = Strip(context.Request.Path.Value ?? "/");
        if (await credentials.TryAnswerAsync(context, path).ConfigureAwait(false))
        {
            return true;
        }

        if (requiresToken && !credentials.IsSignedIn(context))
        {
            await SmallAnswer.ErrorAsync(context, ApiError.Unauthorized).ConfigureAwait(false);
            return true;
        }

        return HttpMethods.IsGet(context.Request.Method)
            && ((projects is not null && await projects.TryAnswerAsync(context, path).ConfigureAwait(false))
                || await services.TryAnswerAsync(context, path).ConfigureAwait(false)
                || await assets.TryAnswerAsync(context, path).ConfigureAwait(false));
    }

    private static string Strip(string path) =>
        s_prefixes.FirstOrDefault(prefix => path.StartsWith($"{prefix}/", StringComparison.Ordinal)) is { } found ? path[found.Length..] : path;
}
