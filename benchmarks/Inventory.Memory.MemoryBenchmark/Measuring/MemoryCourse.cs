namespace Inventory.Memory.MemoryBenchmark.Measuring;

/// <summary>The memory of a process over its life.</summary>
/// <param name="PeakBytes">The kernel's own high-water mark, as far as it was seen.</param>
/// <param name="AverageBytes">Of the samples, which are equally far apart.</param>
/// <param name="MinimumBytes">Of the samples.</param>
internal sealed record MemoryCourse(long PeakBytes, long AverageBytes, long MinimumBytes, IReadOnlyList<MemoryPoint> Points)
{
    public static MemoryCourse None { get; } = new(0, 0, 0, []);

    public static MemoryCourse Of(IReadOnlyList<MemoryPoint> points, long highWaterBytes) => points.Count == 0
        ? None with { PeakBytes = highWaterBytes }
        : new(
            Math.Max(highWaterBytes, points.Max(point => point.RssBytes)),
            (long)points.Average(point => point.RssBytes),
            points.Min(point => point.RssBytes),
            points);
}
