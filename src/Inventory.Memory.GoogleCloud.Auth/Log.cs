using Microsoft.Extensions.Logging;

namespace Inventory.Memory.GoogleCloud.Auth;

/// <summary>What the credentials log: ids 1200 to 1299. Never a token or a key.</summary>
internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Debug, "Credentials come from {Source}", EventName = "CredentialsFound")]
    public static partial void CredentialsFound(ILogger logger, string source);
}
