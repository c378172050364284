using Microsoft.Extensions.Logging;

namespace Inventory.Memory.GoogleCloud;

/// <summary>What the provider logs: ids 1000 to 1199. Never a token or a query string.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Debug, "{Host} answered {Status} for project '{Project}': {Reason}", EventName = "Answered")]
    public static partial void Answered(ILogger logger, string host, int status, string project, string reason);

    [LoggerMessage(1001, LogLevel.Debug, "Page of {Collection} in {Scope} of project '{Project}' requested from {Host}", EventName = "PageRequested")]
    public static partial void PageRequested(ILogger logger, string collection, string scope, string project, string host);

    [LoggerMessage(1002, LogLevel.Debug, "Project '{Project}' has {Zones} zones and {Regions} regions", EventName = "LocationsFound")]
    public static partial void LocationsFound(ILogger logger, string project, int zones, int regions);

    [LoggerMessage(1003, LogLevel.Debug, "Access tokens come from {Source}", EventName = "TokenSource")]
    public static partial void TokenSource(ILogger logger, string source);

    [LoggerMessage(1004, LogLevel.Debug, "Access token from {Source} renewed after a server refused it", EventName = "TokenRenewed")]
    public static partial void TokenRenewed(ILogger logger, string source);

    [LoggerMessage(1051, LogLevel.Warning, "No new access token from {Source}: {Problem}", EventName = "NoToken")]
    public static partial void NoToken(ILogger logger, string source, string problem);

    [LoggerMessage(1005, LogLevel.Debug, "The number of project '{Project}' was not found out ({Reason}): {Problem}", EventName = "NumberUnknown")]
    public static partial void NumberUnknown(ILogger logger, string project, string reason, string problem);

    [LoggerMessage(1010, LogLevel.Information, "{Host} failed for project '{Project}' ({Reason}); attempt {Attempt} of {MaxAttempts} in {Seconds:0.0} s", EventName = "Retrying")]
    public static partial void Retrying(ILogger logger, string host, string project, string reason, int attempt, int maxAttempts, double seconds);

    [LoggerMessage(1050, LogLevel.Warning, "Which services are enabled in project '{Project}' is unknown ({Reason}), so that each list is asked: {Problem}", EventName = "ServicesUnknown")]
    public static partial void ServicesUnknown(ILogger logger, string project, string reason, string problem);
}
