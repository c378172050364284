using System.Globalization;
using Inventory.Memory.Doctor;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Cli.Doctor;

/// <summary>A diagnosis in words, before it is laid out.</summary>
internal sealed class DoctorReport
{
    private DoctorReport(IReadOnlyList<DoctorSection> sections, IReadOnlyList<MemoryFinding> findings) =>
        (Sections, Findings) = (sections, findings);

    public IReadOnlyList<DoctorSection> Sections { get; }

    public IReadOnlyList<MemoryFinding> Findings { get; }

    public static DoctorReport Of(MemoryDiagnosis diagnosis) => new(
        [.. new[] { Limits(diagnosis), Use(diagnosis), Trouble(diagnosis), Collector(diagnosis) }.Where(static section => section.Lines.Count > 0)],
        diagnosis.Findings);

    public static string Sign(MemorySign sign) => sign switch
    {
        MemorySign.OutOfMemory => "out of memory",
        MemorySign.Slow => "slow",
        _ => "killed",
    };

    private static DoctorSection Limits(MemoryDiagnosis d) => new(
        "Limits",
        [.. d.Gauges.Select(gauge => (
            gauge.Name!,
            string.Create(CultureInfo.InvariantCulture, $"{Mb(gauge.UsageBytes)} of {Mb(gauge.LimitBytes)} ({gauge.Ratio * 100:F0} %)"),
            gauge.LimitSource + (gauge.Name == d.Sample.Pressing.Name ? "; presses" : "") + (gauge.LimitSource == d.LimitSource ? "; tightest" : "")))]);

    private static DoctorSection Use(MemoryDiagnosis d)
    {
        var s = d.Sample;
        List<(string, string, string)> lines =
        [
            ("this process", Mb(s.RssBytes), $"resident, from {s.ProcessSource ?? "no source"}; at most {Mb(d.HighWaterBytes)} so far"),
            ("  managed heap", Mb(s.HeapBytes), $"{Mb(s.CommittedBytes)} committed"),
            ("  native", Mb(d.NativeBytes), "neither managed nor from files"),
            ("  mapped files", Mb(d.MappedBytes), "the framework and the program"),
        ];
        if (s.ContainerSource is not null)
        {
            lines.Add(("container", Mb(s.ContainerUsageBytes), $"charged, from {s.ContainerSource}; at most {Mb(d.ContainerHighWaterBytes)} so far"));
            lines.Add(("  working set", Mb(s.ContainerWorkingSetBytes), "without inactive page cache"));
            lines.Add(("  other processes", Mb(d.OtherProcessesBytes), "and the kernel's memory for the container"));
            lines.Add(("  page cache", Mb(d.PageCacheBytes), "the kernel can drop it"));
        }

        if (d.HostTotalBytes > 0)
        {
            lines.Add(("host", Mb(d.HostTotalBytes - s.HostAvailableBytes), $"{Mb(s.HostAvailableBytes)} of {Mb(d.HostTotalBytes)} available"));
        }

        return new("Use", lines);
    }

    private static DoctorSection Trouble(MemoryDiagnosis d)
    {
        var s = d.Sample;
        return new("Events",
        [
            ("swap", Mb(s.SwapBytes), $"of this process; the host's: {Mb(d.HostSwapUsedBytes)} of {Mb(d.HostSwapTotalBytes)}"),
            ("stalls", d.StallPercent is { } stall ? string.Create(CultureInfo.InvariantCulture, $"{stall:F1} %") : "unknown", "of the last 10 s a task waited for memory"),
            ("fragmentation", Mb(s.FragmentedBytes), s.HeapAfterCollectionBytes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{d.FragmentationRatio * 100:F0} % of the managed heap") : "no collection yet"),
            ("limit hits", s.ContainerLimitHits.ToString(CultureInfo.InvariantCulture), "of the container"),
            ("kills", s.ContainerOomKills.ToString(CultureInfo.InvariantCulture), "of processes of the container, by the kernel"),
            .. d.FailingSources.Select(static source => ("unreadable", source, "left out, tried again later")),
        ]);
    }

    private static DoctorSection Collector(MemoryDiagnosis d)
    {
        var gc = d.Gc;
        return new("Garbage collector",
        [
            ("kind", gc.IsServer ? "server" : "workstation", $"{(gc.IsConcurrent ? "concurrent" : "not concurrent")}, heaps: {(gc.HeapCount > 0 ? gc.HeapCount : "unknown")}, {(gc.AdaptsHeapCount ? "adapting (DATAS)" : "fixed")}"),
            ("hard limit", gc.HardLimitBytes > 0 ? Mb(gc.HardLimitBytes) : "none", $"takes {Mb(gc.AvailableBytes)} for available"),
            ("generation 0", gc.Gen0MaxBudgetBytes > 0 ? Mb(gc.Gen0MaxBudgetBytes) : "default", "budget at most"),
            ("conserve memory", gc.ConserveMemory.ToString(CultureInfo.InvariantCulture), "0 (not) to 9"),
            ("pauses", string.Create(CultureInfo.InvariantCulture, $"{d.GcPausePercent:F1} %"), "of the time so far"),
            .. gc.IgnoredVariables.Select(static name => ("ignored", name, "write the value without 0x")),
        ]);
    }

    private static string Mb(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):F1}MiB");
}
