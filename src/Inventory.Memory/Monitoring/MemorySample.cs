namespace Inventory.Memory.Monitoring;

/// <summary>
/// One reading of memory from every source that there is. Sizes are bytes; 0 means that no source told.
/// </summary>
public readonly struct MemorySample
{
    /// <summary>
    /// Gets the wall clock when the sample was taken. Intervals are measured with a clock that never jumps.
    /// </summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Gets the process's resident memory, mapped files of the framework included.</summary>
    public long RssBytes { get; init; }

    /// <summary>Gets the part of <see cref="RssBytes"/> that no file backs.</summary>
    public long AnonymousBytes { get; init; }

    /// <summary>Gets the process's memory in swap.</summary>
    public long SwapBytes { get; init; }

    /// <summary>Gets how often the process has waited for a page to be read from a disk since it began.</summary>
    public long MajorFaults { get; init; }

    /// <summary>Gets all that the container is charged for, page cache included.</summary>
    public long ContainerUsageBytes { get; init; }

    /// <summary>Gets the container's usage without inactive page cache, never below 0.</summary>
    public long ContainerWorkingSetBytes { get; init; }

    /// <summary>Gets the container's anonymous and kernel memory: what the kernel cannot drop.</summary>
    public long ContainerAnonymousAndKernelBytes { get; init; }

    /// <summary>Gets the smallest limit of the container and its ancestors; 0 when there is none.</summary>
    public long ContainerLimitBytes { get; init; }

    /// <summary>Gets how often the container ran into its limit.</summary>
    public long ContainerLimitHits { get; init; }

    /// <summary>Gets how many processes of the container the kernel has killed for want of memory.</summary>
    public long ContainerOomKills { get; init; }

    /// <summary>Gets the managed heap now, garbage included.</summary>
    public long HeapBytes { get; init; }

    /// <summary>Gets the managed heap right after the last collection; 0 before the first.</summary>
    public long HeapAfterCollectionBytes { get; init; }

    /// <summary>
    /// Gets what the garbage collector has committed, as of its last collection or the heap now if larger.
    /// </summary>
    public long CommittedBytes { get; init; }

    /// <summary>Gets the free space between live objects, as of the last collection.</summary>
    public long FragmentedBytes { get; init; }

    /// <summary>Gets the host's memory that is available without swapping.</summary>
    public long HostAvailableBytes { get; init; }

    /// <summary>Gets the share of the last 10 s, in percent, in which some task waited for memory.</summary>
    public double StallPercent { get; init; }

    /// <summary>
    /// Gets the gauge with the highest ratio: what presses. The default value when nothing has a limit.
    /// </summary>
    public MemoryGauge Pressing { get; init; }

    /// <summary>Gets where the process's figures come from.</summary>
    public string? ProcessSource { get; init; }

    /// <summary>Gets where the container's figures come from; null outside a container.</summary>
    public string? ContainerSource { get; init; }
}
