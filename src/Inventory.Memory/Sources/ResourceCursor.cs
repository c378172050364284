using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Inventory.Memory.Sources;

/// <summary>Reads one scope of one source, resource by resource and page by page, in the source's own order.</summary>
/// <remarks>
/// Growth point of the library: a source derives one. Holds at most one page's window, whatever the scope's size.
/// Not safe for concurrent use; one reader at a time.
/// </remarks>
public abstract class ResourceCursor : IAsyncDisposable
{
    /// <summary>How deep sources can stand under each other: twice what Google's deepest has (services, versions, instances).</summary>
    public const int MaxDepth = 8;

    /// <summary>So many numbers can be kept for a cursor that goes on later: 64 KiB, four times what the largest pages need.</summary>
    public const int MaxStateNumbers = 8 * 1024;

    private bool _disposed;
    private bool _ended;
    private ExceptionDispatchInfo? _aheadFailure;

    /// <summary>Where the cursor puts what it has found; valid after a step of item or notice, until the next read.</summary>
    public ResourceItem Item { get; } = new();

    /// <summary>How many resources to ask for per page; taken up with the next page. Null: the source's own default.</summary>
    public int? PageSize { get; set; }

    /// <summary>
    /// Whether the next page may be requested while one is read, where its token is known early; taken up with the next
    /// page. Costs an answer's bounded buffer in the kernel. False by default; a run sets it as the governor allows.
    /// </summary>
    public bool LooksAhead { get; set; }

    /// <summary>The token of the page being read; null on the first.</summary>
    public string? PageToken { get; protected set; }

    /// <summary>
    /// After a step of <see cref="CursorStep.Children"/> the sources to collect before this cursor is read on, each
    /// with scopes, states and tallies of its own; at most <see cref="MaxDepth"/> levels below each other.
    /// </summary>
    public IReadOnlyList<ResourceSource> Children { get; protected set; } = [];

    /// <summary>Requests sent so far, repeated ones included.</summary>
    public long Requests { get; protected set; }

    /// <summary>Requests sent so far because an earlier one failed.</summary>
    public long Retries { get; protected set; }

    /// <summary>Time spent so far waiting before requests: after failures, and not to exceed a quota.</summary>
    public TimeSpan Waited { get; protected set; }

    /// <summary>Bytes of answers read so far, after decompression.</summary>
    public long BytesRead { get; protected set; }

    internal IMemoryReservation? Reservation { get; set; }

    /// <summary>The clock of the run that reads this.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>How many times the call was made that the last read made.</summary>
    internal int Attempts { get; private protected set; } = 1;

    /// <summary>Goes on to the next step.</summary>
    /// <param name="cancellationToken">Ends the read at once, also in the middle of a wait.</param>
    /// <exception cref="ScopeFailedException">
    /// The scope cannot be read any further; also where the source hands out a resource that is not one JSON object with a
    /// name, or answers a step that is none.
    /// </exception>
    /// <exception cref="InvalidOperationException">The scope has ended already.</exception>
    public ValueTask<CursorStep> ReadAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_ended)
        {
            throw new InvalidOperationException("The scope has ended: nothing can be read after the step End.");
        }

        Item.Release();
        if (_aheadFailure is { } failure)
        {
            _aheadFailure = null;
            failure.Throw();
        }

        var step = ReadCoreAsync(cancellationToken);
        return step.IsCompletedSuccessfully ? new(Check(step.Result)) : AwaitAsync(step);
    }

    /// <summary>
    /// Requests the first page although it is not read yet, so that its latency passes meanwhile. Does not wait; what
    /// goes wrong is thrown by the first <see cref="ReadAsync"/>. Does nothing where the source cannot, or has begun.
    /// </summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public void BeginAhead(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            BeginAheadCore(cancellationToken);
        }
        catch (Exception failure)
        {
            _aheadFailure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    /// <summary>
    /// Gives an early answer back, when memory is scarce: the first read requests it again. Does not wait. Does nothing once
    /// the cursor is disposed.
    /// </summary>
    public void EndAhead()
    {
        if (!_disposed)
        {
            _aheadFailure = null;
            EndAheadCore();
        }
    }

    /// <summary>
    /// What a later cursor has to know to go on at <see cref="PageToken"/>, beside the token: mostly hashes of what was
    /// handed out and may come again. Asked for after a step of <see cref="CursorStep.PageEnd"/>.
    /// </summary>
    /// <returns>At most <see cref="MaxStateNumbers"/>; null: more, so that the scope cannot be left here.</returns>
    public IReadOnlyList<ulong>? SaveState()
    {
        var state = new List<ulong>();
        return TrySaveStateCore(state) && state.Count <= MaxStateNumbers ? state : null;
    }

    /// <summary>Takes up what an earlier cursor of the scope has left at the page with which this one begins; before the first read.</summary>
    /// <param name="state">Of <see cref="SaveState"/>; empty where nothing was left.</param>
    /// <returns>False: it is not enough to go on without repeating something. The scope has to begin again.</returns>
    public bool TryRestoreState(ReadOnlySpan<ulong> state) => TryRestoreStateCore(state);

    /// <summary>Ends every lease and gives back what the cursor holds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            Item.Release();
            await CloseCoreAsync().ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Finds the next step and, for an item or a notice, fills <see cref="Item"/>, which comes emptied.</summary>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    protected abstract ValueTask<CursorStep> ReadCoreAsync(CancellationToken cancellationToken);

    /// <summary>Begins the first request; must not wait. What it throws is thrown by the first read.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    protected virtual void BeginAheadCore(CancellationToken cancellationToken)
    {
    }

    /// <summary>Takes back what <see cref="BeginAheadCore"/> began. Never at the same time as a read, nor while or after the cursor is disposed.</summary>
    protected virtual void EndAheadCore()
    {
    }

    /// <summary>Adds the numbers of <see cref="SaveState"/>; the default adds none, for a cursor whose page token says everything.</summary>
    /// <param name="state">Empty.</param>
    /// <returns>False: there are too many.</returns>
    protected virtual bool TrySaveStateCore(ICollection<ulong> state) => true;

    /// <summary>Takes the numbers up. Whatever they are, it must not throw: they come from a file.</summary>
    /// <param name="state">As <see cref="TrySaveStateCore"/> of some version of the source has added them.</param>
    /// <returns>Whether they could be taken up.</returns>
    protected virtual bool TryRestoreStateCore(ReadOnlySpan<ulong> state) => state.IsEmpty;

    /// <summary>Gives back what the cursor holds; called once, never during a read. A run logs what it throws, and goes on.</summary>
    protected virtual ValueTask CloseCoreAsync() => default;

    /// <summary>Asks before a buffer grows. Refusal is an answer: the resource is then skipped with a notice.</summary>
    /// <param name="bytes">By how much the buffer is to grow; positive.</param>
    /// <returns>Whether there is room; true also where nothing governs memory.</returns>
    protected bool TryReserve(long bytes) => Reservation?.TryReserve(bytes) ?? true;

    /// <summary>Says that what was reserved is given back.</summary>
    /// <param name="bytes">As reserved; positive.</param>
    protected void ReleaseReserved(long bytes) => Reservation?.Release(bytes);

    private async ValueTask<CursorStep> AwaitAsync(ValueTask<CursorStep> step) => Check(await step.ConfigureAwait(false));

    /// <summary>What a source answers is not taken on trust: a step that is none would pass for an end, and an item that is none for a resource.</summary>
    private CursorStep Check(CursorStep step)
    {
        switch (step)
        {
            case CursorStep.Item when Item.IsResourceWithName:
            case CursorStep.Notice when Item.Notice is not null:
            case CursorStep.Children:
            case CursorStep.PageEnd:
                return step;
            case CursorStep.End:
                _ended = true;
                return step;
            default:
                throw Wrong(step);
        }
    }

    private ScopeFailedException Wrong(CursorStep step) => step switch
    {
        CursorStep.Item => ItemProof.Wrong(GetType().Name, Item),
        CursorStep.Notice => new(ScopeState.Failed, "invalidStep", $"{GetType().Name} answered the step Notice and reported none. Call Item.Report before."),
        _ => new(ScopeState.Failed, "invalidStep", string.Create(CultureInfo.InvariantCulture, $"{GetType().Name} answered the step {(int)step}, which is none. Answer one of CursorStep's: Item, Notice, Children, PageEnd or End.")),
    };
}
