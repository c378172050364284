using Inventory.Memory.GoogleCloud;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.Cli.Credentials;

/// <content>The native tool without <c>-p:FullCredentials=true</c>: a token, a file of one, or the metadata server.</content>
internal static partial class SignIn
{
    /// <summary>What a person without a token can do with this build.</summary>
    public const string Advice =
        "Give --access-token-file FILE, or set GOOGLE_OAUTH_ACCESS_TOKEN (as from 'gcloud auth print-access-token'), or run on Google Cloud; the .NET tool also takes key files and the sign-in of gcloud.";

    private const string Variable = "GOOGLE_APPLICATION_CREDENTIALS";

    /// <returns>Null: the provider's own way.</returns>
    /// <exception cref="CommandFailedException">Something was asked for that this build does not have.</exception>
    public static ValueTask<ITokenSource?> OpenAsync(
        CredentialSettings settings, GoogleCloudOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        _ = (loggers, cancellationToken);
        var asked = settings.AskedBy ?? (IsDecided(options) || Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } ? null : Variable);
        return asked is null
            ? new((ITokenSource?)null)
            : throw CommandFailedException.Usage(
                $"{asked} needs all of Google's credentials, and this is the small native build of the tool. Use the .NET tool ('dotnet tool install Inventory.Memory.Cli'), build it with -p:FullCredentials=true, or give an access token: --access-token-file, or {TokenSource.EnvironmentVariable} as from 'gcloud auth print-access-token'.");
    }
}
