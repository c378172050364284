using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Doctor;

/// <summary>
/// What uses memory, what limits it, and what to do about it: a copy that does not change. Sizes are bytes; 0 means that
/// no source told.
/// </summary>
public sealed class MemoryDiagnosis
{
    internal MemoryDiagnosis()
    {
    }

    /// <summary>Gets the sample that was taken, from every source.</summary>
    public MemorySample Sample { get; init; }

    /// <summary>Gets every gauge that has a limit, with where the limit was found.</summary>
    public IReadOnlyList<MemoryGauge> Gauges { get; init; } = [];

    /// <summary>Gets the tightest limit; 0 when none is known.</summary>
    public long LimitBytes { get; init; }

    /// <summary>Gets where the tightest limit was found; null when none is known.</summary>
    public string? LimitSource { get; init; }

    /// <summary>Gets the kernel's high-water mark of this process.</summary>
    public long HighWaterBytes { get; init; }

    /// <summary>Gets the kernel's high-water mark of the container, page cache included.</summary>
    public long ContainerHighWaterBytes { get; init; }

    /// <summary>Gets the host's memory.</summary>
    public long HostTotalBytes { get; init; }

    /// <summary>Gets the host's swap.</summary>
    public long HostSwapTotalBytes { get; init; }

    /// <summary>Gets the part of the host's swap that is in use.</summary>
    public long HostSwapUsedBytes { get; init; }

    /// <summary>
    /// Gets the share of the last 10 s, in percent, in which a task waited for memory; null where the kernel does not tell.
    /// </summary>
    public double? StallPercent { get; init; }

    /// <summary>Gets the share of this process's time that collections have taken so far, in percent.</summary>
    public double GcPausePercent { get; init; }

    /// <summary>Gets the collector's settings.</summary>
    public GcConfiguration Gc { get; init; } = new();

    /// <summary>Gets the sources that are there and cannot be read at present.</summary>
    public IReadOnlyList<string> FailingSources { get; init; } = [];

    /// <summary>Gets resident memory that files back: the framework, the program.</summary>
    public long MappedBytes => Math.Max(0, Sample.RssBytes - Sample.AnonymousBytes);

    /// <summary>
    /// Gets memory of this process that neither the collector nor a file accounts for: native buffers, stacks, the C
    /// library. Before the first collection, which tells what is committed, it includes what the collector holds in
    /// reserve.
    /// </summary>
    public long NativeBytes => Math.Max(0, Sample.AnonymousBytes - Sample.CommittedBytes);

    /// <summary>Gets what other processes of the container and the kernel hold for it; 0 outside a container.</summary>
    public long OtherProcessesBytes => Math.Max(0, Sample.ContainerAnonymousAndKernelBytes - Sample.AnonymousBytes);

    /// <summary>Gets the container's page cache, which the kernel can drop; 0 outside a container.</summary>
    public long PageCacheBytes => Math.Max(0, Sample.ContainerUsageBytes - Sample.ContainerAnonymousAndKernelBytes);

    /// <summary>Gets the share of the managed heap that is free space between live objects, 0 to 1, as of the last collection.</summary>
    public double FragmentationRatio => Sample.HeapAfterCollectionBytes > 0
        ? Math.Min(1, (double)Sample.FragmentedBytes / Sample.HeapAfterCollectionBytes)
        : 0;

    /// <summary>Gets the recommendations, by sign; none when nothing stands out.</summary>
    public IReadOnlyList<MemoryFinding> Findings { get; internal set; } = [];
}
