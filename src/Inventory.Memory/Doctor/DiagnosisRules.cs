using System.Globalization;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using static Inventory.Memory.Monitoring.ByteSize;

namespace Inventory.Memory.Doctor;

/// <summary>The guide's troubleshooting: out of memory, slow, killed.</summary>
internal static class DiagnosisRules
{
    private const long MiB = 1L << 20;

    /// <summary>As the governor's level elevated.</summary>
    private const double Near = MemoryGovernorOptions.DefaultElevatedRatio;

    /// <summary>Under a limit this small, the young objects of a default runtime are a large part of the peak.</summary>
    private const long SmallLimit = 256 * MiB;

    /// <summary>Below it, a heap for each processor costs more than it gives.</summary>
    private const long LeastForServer = 2048 * MiB;

    public static IReadOnlyList<DiagnosisRule> All { get; } =
    [
        new("limit-near", MemorySign.OutOfMemory,
            static d => d.Sample.Pressing is { Ratio: >= Near } gauge && gauge.Name != MemoryGauge.Host
                ? string.Create(CultureInfo.InvariantCulture, $"{Mb(gauge.UsageBytes)} of {Mb(gauge.LimitBytes)} are in use ({gauge.Ratio * 100:F0} %, {gauge.Name}: {gauge.LimitSource}).") : null,
            "Raise that limit, or use less: a smaller page size, and records that are written out instead of kept."),
        new("no-limit", MemorySign.OutOfMemory,
            static d => d.Gauges.All(static gauge => gauge.Name == MemoryGauge.Host)
                ? $"Nothing but the host's memory ({Mb(d.HostTotalBytes)}) limits this process." : null,
            "Set a ceiling, so that a run stops by itself and in order: --memory-limit, MemoryMonitorOptions.LimitBytes or LimitPercent, or a limit of the container."),
        new("limit-out-of-reach", MemorySign.OutOfMemory,
            static d => Limit(d, MemoryGauge.User) is var user and > 0 && d.Sample.ContainerLimitBytes is var container and > 0 && user > container
                ? $"The limit that was set, {Mb(user)}, is above the container's, {Mb(container)}." : null,
            "Lower the one that was set, or leave it out: the container's limit counts anyhow."),
        new("other-processes", MemorySign.OutOfMemory,
            static d => Gauge(d, MemoryGauge.Container) is { Ratio: >= 0.5 } gauge && d.OtherProcessesBytes >= gauge.UsageBytes / 2
                ? $"{Mb(d.OtherProcessesBytes)} of the {Mb(gauge.UsageBytes)} that the container is charged belong to other processes and the kernel." : null,
            "Give this process a container of its own, or raise the container's limit."),
        new("native-memory", MemorySign.OutOfMemory,
            static d => d.NativeBytes >= Math.Max(64 * MiB, d.Sample.RssBytes / 2)
                ? $"{Mb(d.NativeBytes)} of {Mb(d.Sample.RssBytes)} resident are neither the managed heap nor mapped files." : null,
            "Set MALLOC_ARENA_MAX=2 (the C library keeps freed memory for each arena), and look for native buffers: compression, TLS, databases."),
        new("young-objects", MemorySign.OutOfMemory,
            static d => d.LimitBytes is > 0 and <= SmallLimit && (d.Gc.Gen0MaxBudgetBytes == 0 || d.Gc.Gen0MaxBudgetBytes > d.LimitBytes / 8)
                ? $"Under a limit of {Mb(d.LimitBytes)}, generation 0 may grow to {(d.Gc.Gen0MaxBudgetBytes == 0 ? "the runtime's default" : Mb(d.Gc.Gen0MaxBudgetBytes))} before it is collected." : null,
            "Set System.GC.Gen0MaxBudget to 4194304 in runtimeconfig.json, or DOTNET_GCGen0MaxBudget=400000 (hexadecimal)."),
        new("server-gc", MemorySign.OutOfMemory,
            static d => d.Gc is { IsServer: true, AdaptsHeapCount: false } && d.LimitBytes is > 0 and < LeastForServer
                ? string.Create(CultureInfo.InvariantCulture, $"The server collector works with {d.Gc.HeapCount} heaps of fixed number under a limit of {Mb(d.LimitBytes)}.") : null,
            "Set ServerGarbageCollection=false in the project, or DOTNET_gcServer=0; or let it adapt with DOTNET_GCDynamicAdaptationMode=1."),
        new("address-space", MemorySign.OutOfMemory,
            static d => Gauge(d, MemoryGauge.AddressSpace) is { Ratio: >= 0.5 } gauge
                ? $"{Mb(gauge.UsageBytes)} of {Mb(gauge.LimitBytes)} address space are taken ({gauge.LimitSource}), with {Mb(d.Sample.RssBytes)} resident." : null,
            "Limit memory by a container or DOTNET_GCHeapHardLimit instead of ulimit -v: the collector reserves more addresses than it uses; DOTNET_GCRegionRange makes it reserve fewer."),
        new("ignored-settings", MemorySign.OutOfMemory,
            static d => d.Gc.IgnoredVariables.Count > 0
                ? $"This native program ignores {string.Join(", ", d.Gc.IgnoredVariables)}: the value begins with 0x." : null,
            "Write the value in hexadecimal without 0x."),
        new("swapped", MemorySign.Slow,
            static d => d.Sample.SwapBytes >= MiB ? $"{Mb(d.Sample.SwapBytes)} of this process are in swap, {Mb(d.Sample.RssBytes)} resident." : null,
            "Give the container or the host more memory, or other work less; a container without swap (memory.swap.max=0) stops in order instead of crawling."),
        new("host-swap", MemorySign.Slow,
            static d => d.HostSwapUsedBytes >= MiB && d.HostSwapUsedBytes >= d.HostSwapTotalBytes / 2
                ? $"The host has {Mb(d.HostSwapUsedBytes)} of {Mb(d.HostSwapTotalBytes)} swap in use." : null,
            "Look at what else runs on the host; give its containers limits."),
        new("host-low", MemorySign.Slow,
            static d => d.HostTotalBytes > 0 && d.Sample.HostAvailableBytes < d.HostTotalBytes / 10
                ? $"{Mb(d.Sample.HostAvailableBytes)} of the host's {Mb(d.HostTotalBytes)} are available." : null,
            "Look at what else runs on the host: the kernel takes back mapped files of this process first, and reads them again and again."),
        new("stalls", MemorySign.Slow,
            static d => d.StallPercent >= 1 ? string.Create(CultureInfo.InvariantCulture, $"Tasks waited for memory in {d.StallPercent:F1} % of the last 10 s.") : null,
            "Memory is short although nothing fails yet: raise the limit, or lower the page size."),
        new("limit-hits", MemorySign.Slow,
            static d => d.Sample is { ContainerLimitHits: > 0, ContainerOomKills: 0 }
                ? string.Create(CultureInfo.InvariantCulture, $"The container ran into its limit {d.Sample.ContainerLimitHits} times; the kernel took back page cache ({Mb(d.PageCacheBytes)} now).") : null,
            "Harmless while nothing stalls; otherwise raise the limit, or write less through the page cache."),
        new("fragmentation", MemorySign.Slow,
            static d => d.Sample.FragmentedBytes >= 16 * MiB && d.FragmentationRatio >= 0.3
                ? string.Create(CultureInfo.InvariantCulture, $"{Mb(d.Sample.FragmentedBytes)} of the managed heap's {Mb(d.Sample.HeapAfterCollectionBytes)} are free space between live objects; conserve memory is {d.Gc.ConserveMemory}.") : null,
            "Set System.GC.ConserveMemory to 5 (DOTNET_GCConserveMemory=5), and keep buffers below 85,000 bytes or pool them."),
        new("collections", MemorySign.Slow,
            static d => d.GcPausePercent >= 10 ? string.Create(CultureInfo.InvariantCulture, $"Collections have taken {d.GcPausePercent:F1} % of the time.") : null,
            "The heap has too little room: raise the limit, or keep less alive; do not collect more often."),
        new("oom-kills", MemorySign.Killed,
            static d => d.Sample.ContainerOomKills > 0
                ? string.Create(CultureInfo.InvariantCulture, $"The kernel has killed {d.Sample.ContainerOomKills} processes of this container for want of memory; its high-water mark is {Mb(d.ContainerHighWaterBytes)}, its limit {Mb(d.Sample.ContainerLimitBytes)}.") : null,
            "Leave the governor on, set a ceiling below the container's limit (--memory-limit 90%), and look at what else runs in the container."),
        new("gc-limit-above-container", MemorySign.Killed,
            static d => d.Sample.ContainerLimitBytes is var limit and > 0 && d.Gc.AvailableBytes > limit
                ? $"The collector may commit {Mb(d.Gc.AvailableBytes)}, the container allows {Mb(limit)}." : null,
            "Unset DOTNET_GCHeapHardLimit so that it follows the container, or set it to three quarters of the container's limit; a limit that is lowered while the process runs is taken over by the governor."),
        new("sources-failing", MemorySign.Killed,
            static d => d.FailingSources.Count > 0
                ? $"Sources that are there cannot be read: {string.Join(", ", d.FailingSources)}." : null,
            "Let the process read /proc and /sys/fs/cgroup: a limit that is not seen cannot be kept."),
    ];

    public static IReadOnlyList<MemoryFinding> Apply(MemoryDiagnosis diagnosis) =>
        [.. All.Select(rule => rule.Apply(diagnosis)).OfType<MemoryFinding>().OrderBy(static finding => finding.Sign)];

    private static MemoryGauge Gauge(MemoryDiagnosis diagnosis, string name) =>
        diagnosis.Gauges.FirstOrDefault(gauge => gauge.Name == name);

    private static long Limit(MemoryDiagnosis diagnosis, string name) => Gauge(diagnosis, name).LimitBytes;
}
