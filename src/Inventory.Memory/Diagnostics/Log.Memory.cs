using System.Globalization;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.Diagnostics;

/// <summary>Messages of Monitoring, Gc and Pressure: event ids 200 to 399.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 200, EventName = "MemorySourceFailed", Level = LogLevel.Warning,
        Message = "The memory source {Source} cannot be read; it is left out and tried again from {BackOff} on")]
    public static partial void MemorySourceFailed(this ILogger logger, Exception? exception, string source, TimeSpan backOff);

    [LoggerMessage(EventId = 201, EventName = "MemorySourceRecovered", Level = LogLevel.Information,
        Message = "The memory source {Source} can be read again after {Failures} failures")]
    public static partial void MemorySourceRecovered(this ILogger logger, string source, int failures);

    [LoggerMessage(EventId = 202, EventName = "MemorySummary", Level = LogLevel.Information, Message = "{Summary}")]
    public static partial void MemorySummary(this ILogger logger, MemoryStatistics summary);

    [LoggerMessage(EventId = 203, EventName = "OptionsIgnored", Level = LogLevel.Error,
        Message = "New {Options} are ignored, the last valid ones stay")]
    public static partial void OptionsIgnored(this ILogger logger, Exception exception, string options);

    [LoggerMessage(EventId = 204, EventName = "OptionsChanged", Level = LogLevel.Information, Message = "New {Options} are in force")]
    public static partial void OptionsChanged(this ILogger logger, string options);

    public static void MemoryReclaimed(
        this ILogger logger, string step, string reason, double milliseconds, in MemorySample before, in MemorySample after)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            logger.MemoryReclaimed(
                step, reason, milliseconds, before.RssBytes, after.RssBytes, before.ContainerUsageBytes, after.ContainerUsageBytes,
                before.HeapBytes, after.HeapBytes);
        }
    }

    [LoggerMessage(EventId = 300, EventName = "MemoryTrimmed", Level = LogLevel.Debug,
        Message = "{Trimmable} let go of {Bytes} bytes")]
    public static partial void MemoryTrimmed(this ILogger logger, string trimmable, long bytes);

    [LoggerMessage(EventId = 301, EventName = "MemoryTrimFailed", Level = LogLevel.Warning,
        Message = "{Trimmable} could not be trimmed")]
    public static partial void MemoryTrimFailed(this ILogger logger, Exception exception, string trimmable);

    public static void MemoryRefused(this ILogger logger, long bytes, in MemorySample sample) =>
        logger.MemoryRefused(bytes, sample.Pressing.UsageBytes, sample.Pressing.LimitBytes, sample.Pressing.LimitSource);

    [LoggerMessage(EventId = 303, EventName = "MemoryRises", Level = LogLevel.Warning,
        Message = "Memory keeps rising with the records, now {RssBytes} bytes resident: something keeps what was collected")]
    public static partial void MemoryRises(this ILogger logger, long rssBytes);

    [LoggerMessage(EventId = 304, EventName = "MemoryStop", Level = LogLevel.Error, Message = "{Reason}")]
    public static partial void MemoryStop(this ILogger logger, string reason);

    [LoggerMessage(EventId = 305, EventName = "MemoryPause", Level = LogLevel.Warning,
        Message = "Waiting for memory to fall: {Gauge} at {Ratio:P0} of its limit")]
    public static partial void MemoryPause(this ILogger logger, string? gauge, double ratio);

    public static void MemoryLevel(
        this ILogger logger, PressureLevel before, PressureLevel now, in MemoryGauge gauge, TimeSpan? timeToLimit)
    {
        var logLevel = now > before && now >= PressureLevel.Critical ? LogLevel.Warning : LogLevel.Information;
        if (logger.IsEnabled(logLevel))
            logger.MemoryLevel(logLevel, before, now, gauge.UsageBytes, gauge.LimitBytes, gauge.LimitSource, Outlook(timeToLimit));
    }

    private static string Outlook(TimeSpan? timeToLimit) => timeToLimit is { } time
        ? string.Create(CultureInfo.InvariantCulture, $"at this rate the limit is reached in {time.TotalSeconds:F1} s")
        : "it does not grow";

    public static void MemoryDetail(this ILogger logger, in MemorySample sample)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            logger.MemoryDetail(
                sample.RssBytes, sample.AnonymousBytes, sample.ContainerUsageBytes, sample.ContainerWorkingSetBytes,
                sample.HeapBytes, sample.CommittedBytes, sample.FragmentedBytes, sample.StallPercent);
        }
    }

    [LoggerMessage(EventId = 309, EventName = "MemoryLimitChanged", Level = LogLevel.Information,
        Message = "The container's limit has changed from {Before} to {After} bytes; taken over by the garbage collector: {TakenOver}")]
    public static partial void MemoryLimitChanged(this ILogger logger, long before, long after, bool takenOver);

    [LoggerMessage(EventId = 306, EventName = "MemoryReclaimed", Level = LogLevel.Information,
        Message = "Forced {Step} ({Reason}) took {Milliseconds:F1} ms: resident {RssBefore} -> {RssAfter}, container {ContainerBefore} -> {ContainerAfter}, heap {HeapBefore} -> {HeapAfter} bytes")]
    private static partial void MemoryReclaimed(
        this ILogger logger, string step, string reason, double milliseconds, long rssBefore, long rssAfter,
        long containerBefore, long containerAfter, long heapBefore, long heapAfter);

    [LoggerMessage(EventId = 302, EventName = "MemoryRefused", Level = LogLevel.Warning,
        Message = "Refused {Bytes} bytes: {UsageBytes} of {LimitBytes} bytes are in use ({LimitSource})")]
    private static partial void MemoryRefused(this ILogger logger, long bytes, long usageBytes, long limitBytes, string? limitSource);

    [LoggerMessage(EventId = 307, EventName = "MemoryLevel",
        Message = "Memory level {Before} -> {Now}: {UsageBytes} of {LimitBytes} bytes ({LimitSource}); {Outlook}")]
    private static partial void MemoryLevel(
        this ILogger logger, LogLevel level, PressureLevel before, PressureLevel now, long usageBytes, long limitBytes,
        string? limitSource, string outlook);

    [LoggerMessage(EventId = 308, EventName = "MemoryDetail", Level = LogLevel.Information,
        Message = "Memory: resident {RssBytes}, anonymous {AnonymousBytes}, container {ContainerBytes}, working set {WorkingSetBytes}, heap {HeapBytes}, committed {CommittedBytes}, fragmented {FragmentedBytes}, stall {StallPercent} %")]
    private static partial void MemoryDetail(
        this ILogger logger, long rssBytes, long anonymousBytes, long containerBytes, long workingSetBytes, long heapBytes,
        long committedBytes, long fragmentedBytes, double stallPercent);
}
