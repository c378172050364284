using System.Runtime.InteropServices;

namespace Inventory.Memory.Gc;

/// <summary>The process's garbage collections so far; the difference of two is what happened between them.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GcStatistics
{
    /// <summary>Gets the collections of generation 0 alone (the runtime's own counters include those of older ones).</summary>
    public int Gen0 { get; init; }

    /// <summary>Gets the collections of generation 1.</summary>
    public int Gen1 { get; init; }

    /// <summary>Gets the collections of generation 2.</summary>
    public int Gen2 { get; init; }

    /// <summary>Gets the managed bytes allocated, by all threads.</summary>
    public long AllocatedBytes { get; init; }

    /// <summary>Gets the time for which collections stopped the process.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>
    /// Reads the counters as they are now. Allocates nothing, but stops the process for a moment to count exactly: meant for
    /// the begin and end of a run or a type, not for each page.
    /// </summary>
    /// <returns>Counts since the process started.</returns>
    public static GcStatistics Capture()
    {
        // The runtime counts a collection in every generation that it takes in.
        var (all, older, oldest) = (GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2));
        return new()
        {
            Gen0 = all - older,
            Gen1 = older - oldest,
            Gen2 = oldest,
            AllocatedBytes = GC.GetTotalAllocatedBytes(precise: true),
            Pause = GC.GetTotalPauseDuration(),
        };
    }

    /// <summary>Answers what happened from one moment to the other.</summary>
    /// <param name="later">The later moment.</param>
    /// <param name="earlier">The earlier moment.</param>
    /// <returns>The difference, member by member.</returns>
    public static GcStatistics operator -(GcStatistics later, GcStatistics earlier) => new()
    {
        Gen0 = later.Gen0 - earlier.Gen0,
        Gen1 = later.Gen1 - earlier.Gen1,
        Gen2 = later.Gen2 - earlier.Gen2,
        AllocatedBytes = later.AllocatedBytes - earlier.AllocatedBytes,
        Pause = later.Pause - earlier.Pause,
    };
}
