namespace Inventory.Memory.Monitoring;

/// <summary>
/// What a monitor or a session has seen so far: a copy that does not change. Sizes are bytes of resident memory.
/// </summary>
public sealed class MemoryStatistics
{
    internal MemoryStatistics()
    {
    }

    /// <summary>Gets the highest sample.</summary>
    public long PeakBytes { get; init; }

    /// <summary>
    /// Gets the average, each reading weighted by the time it stood; a gap of over a minute weighs a minute.
    /// </summary>
    public long AverageBytes { get; init; }

    /// <summary>Gets the lowest sample.</summary>
    public long MinimumBytes { get; init; }

    /// <summary>Gets the last sample.</summary>
    public long LastBytes { get; init; }

    /// <summary>Gets the median over time, at most 1.6 % too high.</summary>
    public long Percentile50Bytes { get; init; }

    /// <summary>Gets the 95th percentile over time, at most 1.6 % too high.</summary>
    public long Percentile95Bytes { get; init; }

    /// <summary>Gets the 99th percentile over time, at most 1.6 % too high.</summary>
    public long Percentile99Bytes { get; init; }

    /// <summary>
    /// Gets how many samples there were; those in which no source told the resident memory are not counted.
    /// </summary>
    public long Samples { get; init; }

    /// <summary>
    /// Gets the kernel's own high-water mark of the process since it started, also for a session; never below the peak.
    /// </summary>
    public long HighWaterBytes { get; init; }

    /// <summary>Gets the kernel's high-water mark of the container, page cache included; 0 when it has none.</summary>
    public long ContainerHighWaterBytes { get; init; }

    /// <summary>Gets the tightest limit in force; 0 when none is known.</summary>
    public long LimitBytes { get; init; }

    /// <summary>Gets where that limit was found, in words; null when none is known.</summary>
    public string? LimitSource { get; init; }

    /// <summary>
    /// Gets how fast memory grows at the end, in bytes a second, smoothed over about 5 s; below 0 when it falls.
    /// </summary>
    public double GrowthBytesPerSecond { get; init; }

    /// <summary>Gets processes of the container that the kernel has killed for want of memory.</summary>
    public long ContainerOomKills { get; init; }

    /// <summary>
    /// Gets the course over time, from the beginning: at most 256 points, which get further apart the longer it lasts.
    /// Each point is the highest sample of its interval.
    /// </summary>
    public IReadOnlyList<(TimeSpan Elapsed, long RssBytes)> History { get; init; } = [];

    /// <summary>
    /// Answers the line of the guide: <c>Memory Summary - Peak: 41.2MiB, Avg: 38.0MiB, Min: 30.1MiB</c>, in its words, with the unit that it is.
    /// </summary>
    /// <returns>One line without an end of line.</returns>
    public override string ToString() =>
        $"Memory Summary - Peak: {ByteSize.Mb(PeakBytes)}, Avg: {ByteSize.Mb(AverageBytes)}, Min: {ByteSize.Mb(MinimumBytes)}";
}
