namespace Inventory.Memory;

/// <summary>One run: enumerate it once, record by record; look at its summary meanwhile and afterwards.</summary>
/// <remarks>
/// Holds one page's window at a time. Cancelling throws <see cref="OperationCanceledException"/> from the enumeration;
/// a scope that fails does not: it becomes an error record. <see cref="Summary"/> may be read from any thread.
/// </remarks>
public sealed class CollectionRun : IAsyncEnumerable<InventoryRecord>
{
    private readonly Func<CancellationToken, IAsyncEnumerator<InventoryRecord>> _begin;
    private int _begun;

    internal CollectionRun(CollectionSummary summary, Func<CancellationToken, IAsyncEnumerator<InventoryRecord>> begin)
    {
        Summary = summary;
        _begin = begin;
    }

    /// <summary>What has been collected so far, and, when the run has ended, all of it.</summary>
    public CollectionSummary Summary { get; }

    /// <summary>Begins the run.</summary>
    /// <param name="cancellationToken">
    /// Ends the run at once, also in the middle of a wait, as disposing of the enumerator does. A source that ignores its token
    /// is left: it is closed when it ends, which nobody waits for.
    /// </param>
    /// <returns>One reader at a time: asking for a record while the one before is awaited throws <see cref="InvalidOperationException"/>.</returns>
    /// <exception cref="InvalidOperationException">The run has been enumerated before.</exception>
    public IAsyncEnumerator<InventoryRecord> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _begun, 1) == 0
            ? _begin(cancellationToken)
            : throw new InvalidOperationException("A run is enumerated once: ask the collector for another run.");
}
