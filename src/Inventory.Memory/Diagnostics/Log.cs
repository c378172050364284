using Microsoft.Extensions.Logging;

namespace Inventory.Memory.Diagnostics;

/// <summary>Every message of the core. 100-199 the collector, 200-399 memory.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "Run {RunId} begins. Initial memory: {Memory}", EventName = "RunBegins")]
    public static partial void RunBegins(this ILogger logger, string runId, string memory);

    [LoggerMessage(101, LogLevel.Information, "Run {RunId} ended {State}: {Resources} resources, {Errors} errors in {Seconds:0.00} s. Final memory: {Memory}", EventName = "RunEnded")]
    public static partial void RunEnded(this ILogger logger, string runId, RunState state, long resources, long errors, double seconds, string memory);

    [LoggerMessage(102, LogLevel.Information, "Processed {Resources} {Collection} of {Project}", EventName = "TypeProcessed")]
    public static partial void TypeProcessed(this ILogger logger, long resources, string collection, string? project);

    [LoggerMessage(103, LogLevel.Debug, "Processed {Scopes} scopes. Memory: {Memory}", EventName = "ScopesProcessed")]
    public static partial void ScopesProcessed(this ILogger logger, long scopes, string memory);

    [LoggerMessage(104, LogLevel.Debug, "Scope {Scope} of {Collection} in {Project} ended {State} with {Resources} resources", EventName = "ScopeEnded")]
    public static partial void ScopeEnded(this ILogger logger, string scope, string collection, string? project, ScopeState state, long resources);

    [LoggerMessage(105, LogLevel.Debug, "Page {Page} of {Collection} {Scope}: {Resources} resources", EventName = "PageRead")]
    public static partial void PageRead(this ILogger logger, int page, string collection, string scope, long resources);

    [LoggerMessage(106, LogLevel.Warning, "{Collection} {Scope} of {Project} ends {State} ({Reason}): {Text}", EventName = "ScopeIncomplete")]
    public static partial void ScopeIncomplete(this ILogger logger, Exception? exception, string collection, string scope, string? project, ScopeState state, string reason, string text);

    [LoggerMessage(107, LogLevel.Error, "Run {RunId} stops: {Text}", EventName = "RunStops")]
    public static partial void RunStops(this ILogger logger, string runId, string text);

    [LoggerMessage(108, LogLevel.Information, "Run {RunId} goes on from its checkpoint, for the {Resumptions}. time, after {Resources} resources", EventName = "RunResumed")]
    public static partial void RunResumed(this ILogger logger, string runId, int resumptions, long resources);

    [LoggerMessage(109, LogLevel.Warning, "Scope {Scope} of {Collection} in {Project} is read again from its start: {Reason}", EventName = "ScopeRestarts")]
    public static partial void ScopeRestarts(this ILogger logger, string scope, string collection, string? project, string reason);

    [LoggerMessage(110, LogLevel.Warning, "A {Type} threw when it was closed; what it had read is there", EventName = "CloseFailed")]
    public static partial void CloseFailed(this ILogger logger, Exception exception, string type);

    [LoggerMessage(111, LogLevel.Warning, "{Count} pieces of work ignore that the run has ended; each is closed when it ends", EventName = "LeftBehind")]
    public static partial void LeftBehind(this ILogger logger, int count);
}
