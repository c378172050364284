using Inventory.Memory.GoogleCloud.Emulator.Credentials;
using Inventory.Memory.GoogleCloud.Emulator.Http;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Platform;

/// <summary>What stands around the lists of resources: sign-in, and whether a call is signed in.</summary>
internal sealed class PlatformEndpoints(CredentialEndpoints credentials, bool requiresToken)
{
    /// <summary>Answers a call that is not for a list of the catalog.</summary>
    /// <returns>False: it is for one, and allowed.</returns>
    public async ValueTask<bool> TryAnswerAsync(HttpContext context)
    {
        if (await credentials.TryAnswerAsync(context).ConfigureAwait(false))
        {
            return true;
        }

        if (requiresToken && !credentials.IsSignedIn(context))
        {
            await SmallAnswer.ErrorAsync(context, ApiError.Unauthorized).ConfigureAwait(false);
            return true;
        }

        return false;
    }
}
