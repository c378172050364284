using Microsoft.Extensions.Logging;

namespace Inventory.Memory.GoogleCloud.Auth;

/// <summary>What the credentials log: ids 1200 to 1299. Never a token or a key.</summary>
internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Debug, "Credentials come from {Source}", EventName = "CredentialsFound")]
    public static partial void CredentialsFound(ILogger logger, string source);

    [LoggerMessage(1201, LogLevel.Debug, "Access token from {Source} renewed after a server refused it", EventName = "TokenRenewed")]
    public static partial void TokenRenewed(ILogger logger, string source);

    [LoggerMessage(1202, LogLevel.Warning, "No access token from {Source}: {Problem}", EventName = "TokenRefused")]
    public static partial void TokenRefused(ILogger logger, string source, string problem);
}
