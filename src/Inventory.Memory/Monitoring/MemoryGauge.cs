namespace Inventory.Memory.Monitoring;

/// <summary>A usage of memory beside its own limit, so that the two can be compared.</summary>
/// <remarks>
/// A limit belongs to one way of counting: the container's limit to what the container is charged, the collector's hard
/// limit to what the collector has committed. Comparing across is the classic mistake.
/// </remarks>
public readonly record struct MemoryGauge
{
    /// <summary>Resident memory against the limit that the user set.</summary>
    public const string User = "user";

    /// <summary>
    /// What the container is charged (page cache that the kernel can drop left out) against its limit.
    /// </summary>
    public const string Container = "container";

    /// <summary>What the garbage collector has committed against its hard limit.</summary>
    public const string Gc = "gc";

    /// <summary>Address space against <c>RLIMIT_AS</c>.</summary>
    public const string AddressSpace = "address-space";

    /// <summary>The host's memory in use against all that it has.</summary>
    public const string Host = "host";

    /// <summary>
    /// Gets which gauge this is: one of the constants here; null for the default value, which is no gauge.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Gets the usage, in bytes.</summary>
    public long UsageBytes { get; init; }

    /// <summary>Gets the limit, in bytes; 0 when there is none.</summary>
    public long LimitBytes { get; init; }

    /// <summary>Gets where the limit was found, in words for a person (a file of the kernel, an option).</summary>
    public string? LimitSource { get; init; }

    /// <summary>Gets usage divided by limit; 0 without a limit. It can pass 1.</summary>
    public double Ratio => LimitBytes > 0 ? (double)UsageBytes / LimitBytes : 0;
}
