using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Inventory.Memory.Diagnostics;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.Checkpoints;

/// <summary>
/// Keeps what a run has handed out safe: flushes its outputs and writes checkpoints at the ends of pages and scopes of
/// the top level, goes on from a checkpoint, and takes back a scope that has to be read again.
/// </summary>
/// <remarks>Called by the walk while the consumer waits. Without durability options, each call costs a comparison.</remarks>
internal sealed class RunKeeper
{
    /// <summary>A page token that is stale three times in one scope is not stale: the scope takes longer than tokens live.</summary>
    private const int MaxRestarts = 3;

    private readonly CollectionSummary _summary;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RunOutputs _outputs;
    private readonly ICheckpointStore? _store;
    private readonly Dictionary<string, string> _request;
    private readonly SyncMode _sync;
    private readonly TimeSpan _interval;
    private readonly PositionTracker _tracker = new();
    private ScopeMark? _topMark;
    private ScopeProgress? _resumed;
    private long _kept;
    private bool _hasBegun;

    /// <summary>What this process has handed out is in no checkpoint yet: the first page or scope is worth one at once.</summary>
    private bool _isFirst = true;
    private bool _hasEndedScope;

    public RunKeeper(DurabilityOptions? options, CollectionSummary summary, TimeProvider time, ILogger logger)
    {
        options ??= new DurabilityOptions();
        (_summary, _time, _logger) = (summary, time, logger);
        _outputs = new RunOutputs([.. options.Outputs]);
        _store = options.Store;

        // Hashing loads a library of 4 MiB: only where a checkpoint asks for it.
        _request = _store is null ? [] : RunRequest.Shorten(options.Request);
        (_sync, _interval) = (options.Sync, options.Sync == SyncMode.Page ? TimeSpan.Zero : options.Interval);
        _kept = time.GetTimestamp();
    }

    /// <summary>Before the sources are asked for, what is stored belongs to an earlier process.</summary>
    private bool IsIdle => !_hasBegun || (_outputs.Count == 0 && _store is null);

    /// <summary>Whether an earlier process has begun the source that is open: it was answered for, whatever is said of it now.</summary>
    public bool GoesOnInSource { get; private set; }

    private bool IsLongAgo => _time.GetElapsedTime(_kept) >= _interval;

    /// <summary>The run's sources; before the first is found, the outputs are brought to where the checkpoint says.</summary>
    /// <exception cref="CheckpointException">The run cannot go on from its checkpoint.</exception>
    public async IAsyncEnumerable<ResourceSource> FindAsync(IAsyncEnumerable<ResourceSource> sources, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = await BeginAsync(cancellationToken).ConfigureAwait(false);
        (_hasBegun, GoesOnInSource) = (true, position?.IsInSource == true);
        await foreach (var source in (position is null ? sources : ResumedSources.SkipAsync(sources, position, _tracker, cancellationToken))
            .WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return source;
        }
    }

    public void BeginSource(ResourceSource source) => _tracker.BeginSource(source);

    public void EndSource(ResourceSource source)
    {
        _tracker.EndSource(source);
        (_resumed, GoesOnInSource) = (null, false);
    }

    /// <summary>A scope begins.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="mark">Filled, so that the scope can be taken back.</param>
    /// <param name="isTop">Whether it is one of the top level.</param>
    /// <returns>What an earlier process had got of it; null: nothing.</returns>
    public ScopeProgress? BeginScope(ResourceScope scope, ScopeMark mark, bool isTop)
    {
        mark.Restarts = 0;
        if (isTop)
        {
            _tracker.BeginScope(scope);
            _topMark = mark;
            if (_resumed is { } progress)
            {
                _resumed = null;
                mark.Set(progress.Outputs, progress.Tallies);
                return progress;
            }
        }

        if (_outputs.CanRewind)
        {
            _outputs.CapturePositions(mark.Positions);
            _summary.CaptureTallies(mark.Tallies);
        }

        return null;
    }

    public void EndTopScope()
    {
        _tracker.EndScope();
        _hasEndedScope = true;
    }

    /// <summary>Between two scopes of the top level. Before a scope that goes on has begun, the old checkpoint is the right one.</summary>
    public ValueTask BetweenScopesAsync(bool now, CancellationToken cancellationToken) =>
        IsIdle || _resumed is not null || !(now || IsLongAgo || (_isFirst && _hasEndedScope)) ? default : KeepAsync(_tracker.At(null), null, cancellationToken);

    /// <summary>At the end of a page of a scope of the top level.</summary>
    /// <param name="cursor">What has read it.</param>
    /// <param name="counts">What the scope has got so far; asked for only when it is needed.</param>
    /// <param name="now">Whether a checkpoint is needed at once, because the run stops.</param>
    /// <param name="cancellationToken">To be obeyed.</param>
    public ValueTask EndPageAsync(ResourceCursor cursor, Func<ScopeCounts> counts, bool now, CancellationToken cancellationToken)
    {
        var isDue = now || IsLongAgo;
        if (IsIdle || !(isDue || _isFirst))
        {
            return default;
        }

        // Where the source cannot go on, or has more to remember than a checkpoint holds, the one before stays.
        return cursor.PageToken is { } pageToken && (_store is null ? [] : cursor.SaveState()) is { } state
            ? KeepAsync(_tracker.At(pageToken), () => NewProgress(counts(), state), cancellationToken)
            : isDue ? FlushAsync(cancellationToken)
            : default;
    }

    /// <summary>Whether what a scope has handed out can be taken back, and has not been too often. Counts it.</summary>
    public bool MayTakeBack(ScopeMark mark)
    {
        if (!_outputs.CanRewind || mark.Restarts == MaxRestarts)
        {
            return false;
        }

        mark.Restarts++;
        return true;
    }

    /// <summary>Takes back all that the scope has handed out.</summary>
    public async ValueTask TakeBackAsync(ScopeMark mark, bool isTop, CancellationToken cancellationToken)
    {
        _summary.RestoreTallies(mark.Tallies);
        List<OutputMark> marks = [.. mark.Positions.Select(position => new OutputMark { Position = position })];
        if (isTop && _store is not null)
        {
            // First: should the process end in between, the output is longer than the checkpoint says, never shorter.
            await StoreAsync(_tracker.BeforeScope(), marks, null, cancellationToken).ConfigureAwait(false);
        }

        await _outputs.RewindAsync(marks, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The run has come to its end: what it handed out is flushed, and there is nothing to go on with.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        if (_store is not null)
        {
            await GuardAsync(() => _store.DeleteAsync(cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the checkpoint and goes there, or writes the first one: an output without a checkpoint could not be resumed.</summary>
    private async ValueTask<RunPosition?> BeginAsync(CancellationToken cancellationToken)
    {
        if (_store is null)
        {
            return null;
        }

        if (await ReadAsync(_store, cancellationToken).ConfigureAwait(false) is not { } checkpoint)
        {
            await KeepAsync(_tracker.At(null), null, cancellationToken).ConfigureAwait(false);
            return null;
        }

        RunRequest.ThrowIfOther(checkpoint.Request, _request);
        if (checkpoint.Outputs.Count != _outputs.Count)
        {
            throw new CheckpointException(
                CheckpointProblem.OtherRequest,
                $"The checkpoint belongs to a run with {checkpoint.Outputs.Count} outputs; this one has {_outputs.Count}. Ask for the same again, or remove the checkpoint and the output to start anew.");
        }

        await _outputs.RewindAsync(checkpoint.Outputs, cancellationToken).ConfigureAwait(false);
        _summary.Resume(checkpoint.Tallies, checkpoint.RunId, checkpoint.Resumptions + 1);
        _resumed = checkpoint.Scope;
        _logger.RunResumed(checkpoint.RunId, _summary.Resumptions, _summary.Resources);
        return checkpoint.Position;
    }

    private static async ValueTask<Checkpoint?> ReadAsync(ICheckpointStore store, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadAsync(cancellationToken).ConfigureAwait(false) is { } bytes ? CheckpointFormat.Read(bytes.Span) : null;
        }
        catch (IOException failure)
        {
            throw Failed("read", failure);
        }
    }

    private async ValueTask KeepAsync(RunPosition position, Func<ScopeProgress>? progress, CancellationToken cancellationToken)
    {
        _isFirst &= progress is null && !_hasEndedScope;
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        if (_store is not null)
        {
            await StoreAsync(position, await _outputs.MarkAsync(cancellationToken).ConfigureAwait(false), progress?.Invoke(), cancellationToken).ConfigureAwait(false);
        }
    }

    private ScopeProgress NewProgress(ScopeCounts counts, IReadOnlyList<ulong> state) => new()
    {
        Counts = counts,
        Outputs = _topMark!.Positions,
        Tallies = _topMark.Tallies,
        Cursor = state.Count == 0 ? null : MemoryMarshal.AsBytes<ulong>([.. state]).ToArray(),
    };

    private ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        _kept = _time.GetTimestamp();
        return _outputs.FlushAsync(_sync != SyncMode.None, cancellationToken);
    }

    private async ValueTask StoreAsync(RunPosition position, List<OutputMark> marks, ScopeProgress? progress, CancellationToken cancellationToken)
    {
        var checkpoint = new Checkpoint
        {
            RunId = _summary.RunId,
            Resumptions = _summary.Resumptions,
            Request = _request,
            Position = position,
            Outputs = marks,
            Tallies = _summary.GetTallies(),
            Scope = progress,
        };
        await GuardAsync(() => _store!.WriteAsync(CheckpointFormat.Write(checkpoint), _sync != SyncMode.None, cancellationToken)).ConfigureAwait(false);
    }

    private static async ValueTask GuardAsync(Func<ValueTask> store)
    {
        try
        {
            await store().ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw Failed("written", failure);
        }
    }

    private static CheckpointException Failed(string what, IOException failure) =>
        new(CheckpointProblem.StoreFailed, $"The checkpoint cannot be {what}: {failure.Message}", failure);
}
