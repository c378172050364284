namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>
/// How many requests may run ahead, of all runs together: an answer that waits to be read holds its connection, and what
/// the kernel holds for it. Thread-safe.
/// </summary>
/// <remarks>
/// This is the only bound of connections. One in the pool would have requests wait there for a connection that a page
/// holds which waits for them: a parent's for its children, one run's for another that the same consumer reads by turns.
/// What is read in its turn needs none: a run has one page open for each level of resources, at most eight.
/// </remarks>
internal sealed class AheadSlots(int maxConnections)
{
    /// <summary>What a run has open without running ahead: the page being read, and one for each level of parents above it (at most four in the catalog), and one to spare.</summary>
    public const int Reserved = 6;

    private int _free = Math.Max(0, maxConnections - Reserved);

    public bool TryTake()
    {
        if (Interlocked.Decrement(ref _free) >= 0)
        {
            return true;
        }

        Interlocked.Increment(ref _free);
        return false;
    }

    public void Return() => Interlocked.Increment(ref _free);
}
