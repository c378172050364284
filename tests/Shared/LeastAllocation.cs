namespace Inventory.Memory.Tests.Shared;

/// <summary>
/// What the same work allocates on this thread: the least of some rounds. Now and then the runtime allocates there for itself
/// (a cache of casts, what is read after a collection that another test caused), but not in every round.
/// </summary>
internal sealed class LeastAllocation
{
    private const int Rounds = 5;

    private int _begun;
    private long _before;

    /// <summary>Bytes.</summary>
    public long Bytes { get; private set; } = long.MaxValue;

    /// <summary>Ends a round and begins the next: <c>while (allocation.GoOn()) work();</c>.</summary>
    public bool GoOn()
    {
        var now = GC.GetAllocatedBytesForCurrentThread();
        Bytes = _begun > 0 ? Math.Min(Bytes, now - _before) : Bytes;
        _before = now;
        return ++_begun <= Rounds;
    }
}
