using System.Globalization;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Pressure;

/// <summary>Why a run was stopped, in words: the evidence first, then the remedy.</summary>
internal static class StopMessage
{
    public static string Create(in MemorySample sample, bool isRising, long detachedBytes)
    {
        var gauge = sample.Pressing;
        var live = Math.Max(0, sample.HeapAfterCollectionBytes - sample.FragmentedBytes);
        var evidence = string.Create(
            CultureInfo.InvariantCulture,
            $"Memory is exhausted: {ByteSize.Mb(gauge.UsageBytes)} of {ByteSize.Mb(gauge.LimitBytes)} ({gauge.Ratio * 100:F0} %, {gauge.Name}: {gauge.LimitSource}) are in use after every step that gives memory back. ");
        var process = $"Resident {ByteSize.Mb(sample.RssBytes)}, live managed objects {ByteSize.Mb(live)}. ";
        return evidence + process + Remedy(sample, isKept: isRising || live >= gauge.UsageBytes / 2, detachedBytes);
    }

    /// <summary>No gauge is at its limit: what is missing is room for the program's own code.</summary>
    public static string Thrashing(in MemorySample sample, double faultsPerSecond) => string.Create(
        CultureInfo.InvariantCulture,
        $"Memory is exhausted: the process reads its own code from the disk again, {faultsPerSecond:F0} times a second for {ThrashDetector.Lasting.TotalSeconds:F0} s, because the container ({ByteSize.Mb(sample.ContainerUsageBytes)} of {ByteSize.Mb(sample.ContainerLimitBytes)}) has no room for it beside {ByteSize.Mb(sample.AnonymousBytes)} of data. Raise the limit.");

    /// <summary>The runtime could not allocate: its own limit, or the system's, was reached between two looks.</summary>
    public static string RanOut(in MemorySample sample, OutOfMemoryException failure)
    {
        var gauge = sample.Pressing;
        var evidence = gauge.Name is null
            ? string.Create(CultureInfo.InvariantCulture, $"Resident {ByteSize.Mb(sample.RssBytes)}. ")
            : string.Create(CultureInfo.InvariantCulture, $"{ByteSize.Mb(gauge.UsageBytes)} of {ByteSize.Mb(gauge.LimitBytes)} were in use ({gauge.Name}: {gauge.LimitSource}). ");
        return $"Memory has run out: {failure.Message} {evidence}Raise the limit, or use a smaller page size or less look-ahead.";
    }

    private static string Remedy(in MemorySample sample, bool isKept, long detachedBytes)
    {
        var gauge = sample.Pressing;
        if (isKept && detachedBytes >= gauge.UsageBytes / 4)
            return $"The consumer has made {ByteSize.Mb(detachedBytes)} of records its own with Detach() and seems to keep them: let it write them out instead, or raise the limit.";
        if (isKept)
            return "Something keeps what was collected: look for what holds it, or raise the limit.";
        if (sample.RssBytes < gauge.UsageBytes / 2)
            return "Most of it is not this process's: look at what else runs in the container, or raise the limit.";

        // A container is charged for them once, whoever uses them; resident memory counts them for each process.
        var mapped = sample.AnonymousBytes > 0 ? sample.RssBytes - sample.AnonymousBytes : 0;
        return gauge.Name == MemoryGauge.User && mapped >= gauge.UsageBytes / 2
            ? $"{ByteSize.Mb(mapped)} of it are the files of the program and its framework, there from the start: the limit is too low for them, raise it."
            : "Most of it is native memory and buffers: use a smaller page size or less look-ahead, or raise the limit.";
    }
}
