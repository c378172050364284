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
        var kept = isRising || live >= gauge.UsageBytes / 2;
        var remedy = kept && detachedBytes >= gauge.UsageBytes / 4
            ? $"The consumer has made {ByteSize.Mb(detachedBytes)} of records its own with Detach() and seems to keep them: let it write them out instead, or raise the limit."
            : kept
            ? "Something keeps what was collected: look for what holds it, or raise the limit."
            : sample.RssBytes < gauge.UsageBytes / 2
                ? "Most of it is not this process's: look at what else runs in the container, or raise the limit."
                : "Most of it is native memory and buffers: use a smaller page size or less look-ahead, or raise the limit.";
        return evidence + process + remedy;
    }
}
