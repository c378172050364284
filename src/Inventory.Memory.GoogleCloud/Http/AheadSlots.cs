namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>
/// How many requests may run ahead: as many as leave connections for those whose turn has come. An answer that waits to
/// be read holds its connection; if all were held so, the one being read would wait for ever. Thread-safe.
/// </summary>
internal sealed class AheadSlots(int maxConnections)
{
    /// <summary>The page being read, and one for each level of parents above it (at most four in the catalog), and one to spare.</summary>
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
