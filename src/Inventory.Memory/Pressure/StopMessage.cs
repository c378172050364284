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
