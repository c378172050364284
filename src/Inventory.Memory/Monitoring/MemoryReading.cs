namespace Inventory.Memory.Monitoring;

/// <summary>
/// The board that probes write to: each owns the fields of its section and clears them when it fails. It keeps the last
/// values of probes that are not due, so it is one object per monitor, guarded by the monitor's lock. 0 = unknown.
/// </summary>
internal sealed class MemoryReading
{
    // Process
    public long Rss, Anonymous, AddressSpace;
    public string? ProcessSource;

    // Process, the slower part
    public long HighWater, Swap, AddressSpaceLimit, MajorFaults;

    // Container: Usage, WorkingSet and AnonymousAndKernel are its own; Charge and Limit those of the level that presses.
    public long ContainerUsage, ContainerWorkingSet, ContainerAnonymousAndKernel, ContainerHighWater, LimitHits, OomKills;
    public long ContainerCharge, ContainerLimit;

    // Of what the level that presses is charged for: files that processes have mapped, the program's code above all.
    public long ContainerMapped;

    // The smallest limit of all levels: it does not move when another level presses.
    public long ContainerSmallestLimit;
    public string? ContainerSource, ContainerLimitSource;

    // Garbage collector
    public long Heap, HeapAfterCollection, Committed, Fragmented, GcLimit;

    // Host
    public long HostTotal, HostAvailable, HostSwapTotal, HostSwapFree;

    // Pressure stall information, percent of the last 10 s; the container's own where there is one. Below 0 = unknown.
    public double HostStall = -1, ContainerStall = -1;

    public double Stall => ContainerStall >= 0 ? ContainerStall : HostStall;
}
