using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Inventory.Memory.Checkpoints;
using Inventory.Memory.Json;
using Inventory.Memory.Pressure;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.Collecting;

/// <summary>
/// The walk of one run: source by source, scope by scope, step by step, children right after their parent. Written out
/// as an enumerator, not as nested iterators, so that a record that is there already costs one call.
/// </summary>
internal sealed partial class CollectionWalk : IAsyncEnumerator<InventoryRecord>
{
    private const string LateReason = "deadlineExceeded";

    private const string LateMessage = "The run's deadline passed before this could be read. Give the run more time.";

    private readonly CollectionRequest _request;
    private readonly RunRecorder _recorder;
    private readonly RunKeeper _keeper;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _finding;
    private readonly CancellationToken _cancelled;
    private readonly CancellationToken _cancelledOrLate;
    private readonly RunDeadline? _deadline;
    private readonly RunClosings _closings;
    private readonly ResourceItem _error = new();
    private CursorReads _reads;
    private WalkLevel _at;
    private GovernorDecision? _stopsNext;
    private bool _isAtEnd;
    private RunState _state = RunState.Running;
    private int _isMoving;
    private volatile bool _isDisposed;

    /// <summary>A failure whose notice has been handed out, and that itself comes next.</summary>
    private ScopeFailedException? _noticed;

    public CollectionWalk(
        CollectionRequest request,
        RunRecorder recorder,
        RunKeeper keeper,
        MemoryGovernor governor,
        int lookAhead,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancelled)
    {
        (_request, _recorder, _keeper, _caller) = (request, recorder, keeper, cancelled);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        _cancelled = _stop.Token;
        _late = CancellationTokenSource.CreateLinkedTokenSource(_cancelled);
        _cancelledOrLate = recorder.CancelledOrLate = _late.Token;
        _finding = CancellationTokenSource.CreateLinkedTokenSource(_cancelled);
        _closings = new RunClosings(logger, _cancelledOrLate);
        _reads = new CursorReads(_cancelledOrLate);
        _deadline = request.Deadline is { } deadline ? new RunDeadline(deadline, time, _late) : null;

        // Below the keeper, who reads checkpoints and cuts outputs meanwhile: nobody leaves that.
        var sources = new LeavableSequence<ResourceSource>(request.Sources, _closings, _finding, _cancelledOrLate);
        var feed = NewFeed(keeper.FindAsync(sources, _cancelled));
        _at = new(lookAhead > 0 ? new ScopesAhead(feed, governor, lookAhead, _closings, _cancelled, _cancelledOrLate) : feed, null, _closings);
    }

    public InventoryRecord Current { get; private set; }

    private bool IsLate => _deadline is { HasPassed: true };

    /// <summary>Whether there are records of the list that fails: it had begun, and the rest of it is missing.</summary>
    private bool HasEarlierRecords => _at.Start == ScopeStart.BeginsAgain || (_at is { IsTop: true, Cursor: null } && _keeper.GoesOnInSource);

    private bool HasEnded => _state != RunState.Running;

    /// <exception cref="InvalidOperationException">The step before has not ended.</exception>
    public ValueTask<bool> MoveNextAsync() => Interlocked.Exchange(ref _isMoving, 1) == 0
        ? MoveAsync()
        : throw new InvalidOperationException(
            "The run is asked for the next record while it is still looking for the one before: await each MoveNextAsync before the next one.");

    /// <summary>A consumer that leaves early has cancelled the run.</summary>
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        if (Interlocked.Exchange(ref _isMoving, 1) != 0)
        {
            // Another thread waits for a record: it is told that the run is cancelled, and ends it.
            Cancel();
            return;
        }

        try
        {
            _error.Release();
            await EndAsync(RunState.Cancelled).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _isMoving, 0);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> MoveAsync()
    {
        _error.Release();
        try
        {
            while (!HasEnded)
            {
                _cancelled.ThrowIfCancellationRequested();
                if (_noticed is not null ? await FailScopeAsync(_noticed).ConfigureAwait(false)
                    : _at.Cursor is not null ? await StepAsync().ConfigureAwait(false)
                    : await AdvanceAsync().ConfigureAwait(false))
                {
                    return !_isDisposed ? true : throw new OperationCanceledException("The enumerator was disposed of while the run was looking for a record.");
                }
            }

            return false;
        }
        catch (Exception failure)
        {
            var isCancelled = failure is OperationCanceledException && _cancelled.IsCancellationRequested;
            await EndAsync(isCancelled ? RunState.Cancelled : RunState.Failed).ConfigureAwait(false);
            if (isCancelled && _caller.IsCancellationRequested)
            {
                throw new OperationCanceledException(failure.Message, failure, _caller);
            }

            throw;
        }
        finally
        {
            Volatile.Write(ref _isMoving, 0);
        }
    }

    /// <summary>Reads on in the open scope. True: a record is there.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> StepAsync()
    {
        if (_recorder.IsCheckDue && await _recorder.CheckInsideAsync(_cancelled).ConfigureAwait(false) is { ShouldStop: true } stop)
        {
            return await StopAsync(stop).ConfigureAwait(false);
        }

        var cursor = _at.Cursor!;
        CursorStep step;
        try
        {
            if (IsLate)
            {
                throw NewLate(ScopeState.Failed);
            }

            _recorder.BeforeRead();
            var read = cursor.ReadAsync(_cancelledOrLate);
            step = read.IsCompleted ? await read.ConfigureAwait(false) : await _reads.WaitAsync(read).ConfigureAwait(false);
        }
        catch (OutOfMemoryException failure) when (!_cancelled.IsCancellationRequested)
        {
            NoteLeftRead();
            return await StopAsync(_recorder.RanOut(failure)).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            NoteLeftRead();
            if (_cancelled.IsCancellationRequested)
            {
                throw;
            }

            return await FailScopeAsync(failure).ConfigureAwait(false);
        }

        if (_at.Start != ScopeStart.Usual)
        {
            await TakeFirstAnswerAsync().ConfigureAwait(false);
        }

        switch (step)
        {
            case CursorStep.Item:
                _recorder.AddResource();
                Current = new InventoryRecord(cursor.Item);
                return true;
            case CursorStep.Notice:
                return Emit(await _recorder.AddNoticeAsync(cursor.Item.Notice!).ConfigureAwait(false));
            case CursorStep.Children:
                return await DescendAsync(cursor.Children).ConfigureAwait(false);
            case CursorStep.PageEnd:
                return await EndPageAsync().ConfigureAwait(false);
            default:
                var decision = await _recorder.EndScopeAsync(_cancelled).ConfigureAwait(false);
                await CloseScopeAsync().ConfigureAwait(false);
                return decision.ShouldStop && await StopAsync(decision).ConfigureAwait(false);
        }
    }

    /// <summary>Goes to what belongs under the last resource.</summary>
    private async ValueTask<bool> DescendAsync(IReadOnlyList<ResourceSource> children)
    {
        if (_at.Depth == ResourceCursor.MaxDepth)
        {
            return await FailScopeAsync(new ScopeFailedException(
                ScopeState.Failed,
                "nestedTooDeep",
                $"'{_at.Source!.Collection}' has children more than {ResourceCursor.MaxDepth} levels deep; they are not collected.")).ConfigureAwait(false);
        }

        _at = new(NewFeed(children.ToAsyncEnumerable()), _at, _closings);
        return false;
    }

    private async ValueTask<bool> EndPageAsync()
    {
        var decision = await _recorder.EndPageAsync(_cancelled).ConfigureAwait(false);
        _at.Cursor!.PageSize = _recorder.AdaptPageSize(_request.PageSize);
        _at.Cursor.LooksAhead = _recorder.MayLookAhead;
        if (_at.IsTop)
        {
            await _keeper.EndPageAsync(_at.Cursor, _recorder.CountScope, decision.ShouldStop, _cancelled).ConfigureAwait(false);
        }

        return decision.ShouldStop && await StopAsync(decision).ConfigureAwait(false);
    }

    /// <summary>Goes to the next scope, or ends the level or the run. True: an error record is there instead.</summary>
    private async ValueTask<bool> AdvanceAsync()
    {
        if (_isAtEnd)
        {
            await EndLevelAsync().ConfigureAwait(false);
            return false;
        }

        if (_at.IsTop)
        {
            await _keeper.BetweenScopesAsync(now: _stopsNext is not null, _cancelled).ConfigureAwait(false);
        }

        var item = await _at.Feed.NextAsync().ConfigureAwait(false);
        switch (item.Step)
        {
            case FeedStep.Source:
                BeginSource(item.Source!);
                return _stopsNext is { } decision && await StopAsync(decision).ConfigureAwait(false);
            case FeedStep.Scope:
                return await BeginScopeAsync(item).ConfigureAwait(false);
            case FeedStep.ScopesFailed when item.Failure is CheckpointException:
                ExceptionDispatchInfo.Throw(item.Failure);
                return false;
            case FeedStep.ScopesFailed when item.Failure is OutOfMemoryException failure:
                return await StopAsync(_recorder.RanOut(failure)).ConfigureAwait(false);
            case FeedStep.ScopesFailed:
                return await FailScopeAsync(item.Failure!).ConfigureAwait(false);
            case FeedStep.SourceEnd:
                return await EndSourceAsync().ConfigureAwait(false);
            default:
                return await EndFeedAsync(item.IsCut).ConfigureAwait(false);
        }
    }

    private void BeginSource(ResourceSource source)
    {
        if (_at.IsTop)
        {
            _keeper.BeginSource(source);
        }

        _at.Source = source;
        _at.HasScopes = source is ResumedSource { HasPassedScopes: true };
        _recorder.BeginSource(source);
    }

    private async ValueTask<bool> EndSourceAsync()
    {
        if (_at.IsTop)
        {
            _keeper.EndSource(_at.Source!);
        }

        if (!_at.HasScopes)
        {
            await _recorder.EndWithoutScopesAsync().ConfigureAwait(false);
        }

        _at.Source = null;
        if (await _recorder.EndSourceAsync(_cancelled).ConfigureAwait(false) is { ShouldStop: true } decision)
        {
            // At the next source, which is then named as what is missing; where there is none, nothing is.
            _stopsNext = decision;
        }

        return false;
    }

    private async ValueTask<bool> BeginScopeAsync(FeedItem item)
    {
        (_at.Cursor, _at.Scope, _at.HasScopes) = (item.Cursor, item.Scope!, true);
        var before = _keeper.BeginScope(item.Scope!, _at.Mark, _at.IsTop);
        _recorder.BeginScope(item.Scope!, item.Cursor!, before?.Counts ?? default);
        if (IsLate)
        {
            // Each by its name, so that just these can be collected later. What an earlier process had begun has been tried.
            return await FailScopeAsync(NewLate(before?.Counts.Resources > 0 ? ScopeState.Failed : ScopeState.Skipped)).ConfigureAwait(false);
        }

        _at.Start = before is null ? ScopeStart.Usual : ScopeStart.GoesOn;
        return before is not null && !item.Cursor!.TryRestoreState(MemoryMarshal.Cast<byte, ulong>(before.Cursor)) && await FailScopeAsync(NewForgotten()).ConfigureAwait(false);
    }

    /// <summary>A level's sources have ended. True: an error record says once what the deadline has left over, at the run's end.</summary>
    private async ValueTask<bool> EndFeedAsync(bool isCut)
    {
        _isAtEnd = _at.IsTop;
        if (_at.IsTop && await _recorder.ReportSkippedAsync(isCut, LateReason).ConfigureAwait(false) is { } error)
        {
            return Emit(error);
        }

        await EndLevelAsync().ConfigureAwait(false);
        return false;
    }

    private async ValueTask EndLevelAsync()
    {
        if (_at.Outer is not { } outer)
        {
            await _keeper.CompleteAsync(_cancelled).ConfigureAwait(false);
            await EndAsync(FinalState()).ConfigureAwait(false);
            return;
        }

        await _at.DisposeAsync().ConfigureAwait(false);
        _at = outer;
    }

    private RunState FinalState() => _recorder.Summary switch
    {
        { SomethingMissing: false } => RunState.Complete,
        { SomethingAnswered: false } => RunState.Failed,
        _ => RunState.Partial,
    };

    /// <summary>Turns an exception into the end of the open scope. True: an error record is there.</summary>
    private async ValueTask<bool> FailScopeAsync(Exception failure)
    {
        if (failure is ScopeFailedException { Notice: { } notice } noticed && _noticed is null && !IsLate)
        {
            _noticed = noticed;
            return Emit(await _recorder.AddNoticeAsync(notice).ConfigureAwait(false));
        }

        _noticed = null;
        if (IsStaleToken(failure) && await TryRestartScopeAsync(failure).ConfigureAwait(false))
        {
            return false;
        }

        var (state, reason, message) = Explain(failure);
        var error = await _recorder.FailScopeAsync(state, reason, message, failure).ConfigureAwait(false);
        _at.HasScopes = true;
        await CloseScopeAsync().ConfigureAwait(false);
        return RunRecorder.HasRecord(state) && Emit(error);
    }

    /// <summary>To a token of an earlier process, APIs say in many ways that they do not know it; whatever else a refusal means, the scope's start tells.</summary>
    private bool IsStaleToken(Exception failure) => failure switch
    {
        ScopeFailedException { Reason: ScopeFailedException.StalePageToken } => true,
        ScopeFailedException { HttpStatus: 400 or 404 or 410 } => _at.Start == ScopeStart.GoesOn,
        HttpRequestException { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Gone } => _at.Start == ScopeStart.GoesOn,
        _ => false,
    };

    /// <summary>Reads the scope from its start, if what it has handed out can be taken back then.</summary>
    private async ValueTask<bool> TryRestartScopeAsync(Exception failure)
    {
        if (_at.Cursor is null || IsLate || !_keeper.MayTakeBack(_at.Mark))
        {
            return false;
        }

        var cursor = _at.Source!.Open(_at.Scope);
        cursor.PageSize = _recorder.AdaptPageSize(_request.PageSize);
        _recorder.RestartScope(cursor, failure);
        await _at.CloseCursorAsync().ConfigureAwait(false);
        (_at.Cursor, _at.Start) = (cursor, ScopeStart.BeginsAgain);
        return true;
    }

    /// <summary>What a scope that begins again had handed out before comes once more now.</summary>
    private async ValueTask TakeFirstAnswerAsync()
    {
        if (_at.Start == ScopeStart.BeginsAgain)
        {
            await _keeper.TakeBackAsync(_at.Mark, _at.IsTop, _cancelled).ConfigureAwait(false);
            _recorder.TakeBackScope();
        }

        _at.Start = ScopeStart.Usual;
    }

    private async ValueTask CloseScopeAsync()
    {
        if (_at is { IsTop: true, Cursor: not null })
        {
            _keeper.EndTopScope();
        }

        _at.Start = ScopeStart.Usual;
        await _at.CloseCursorAsync().ConfigureAwait(false);
    }

    private static ScopeFailedException NewForgotten() => new(
        ScopeState.Failed,
        ScopeFailedException.StalePageToken,
        "The checkpoint does not say what of the list had been handed out already. The list has to start again.")
    { Attempts = 0 };

    private static ScopeFailedException NewLate(ScopeState state) => new(state, LateReason, LateMessage) { Attempts = 0 };

    private (ScopeState State, string Reason, string Message) Explain(Exception failure) => failure switch
    {
        ScopeFailedException { Reason: LateReason } late => (late.State, late.Reason, late.Message),
        _ when IsLate => (_at.Cursor is null ? ScopeState.Skipped : ScopeState.Failed, LateReason, LateMessage),
        ScopeFailedException { State: ScopeState.Disabled } scope when HasEarlierRecords => (ScopeState.Failed, scope.Reason, scope.Message),
        ScopeFailedException scope => (scope.State, scope.Reason, scope.Message),
        MalformedJsonException { IsTruncated: true } => (ScopeState.Failed, "truncated", failure.Message),
        MalformedJsonException => (ScopeState.Failed, "malformed", failure.Message),
        OperationCanceledException => (ScopeState.Failed, "timeout", "A time-out passed without an answer."),
        IOException => (ScopeState.Failed, "connectionBroken", $"The connection broke: {failure.Message}"),
        _ => (ScopeState.Failed, "unexpected", $"{failure.GetType().Name}: {failure.Message}"),
    };

    /// <summary>The governor says that the ceiling cannot be kept by going on.</summary>
    private async ValueTask<bool> StopAsync(GovernorDecision decision)
    {
        var message = decision.Message ?? "The memory ceiling is reached.";
        if (_at is { IsTop: true, Cursor: null })
        {
            await _keeper.BetweenScopesAsync(now: true, _cancelled).ConfigureAwait(false);
        }

        _recorder.StopRun(message);
        InventoryError? error = null;
        if (_at.Source is not null)
        {
            error = await _recorder.FailScopeAsync(ScopeState.Stopped, "memoryCeiling", message).ConfigureAwait(false);
        }

        await EndAsync(RunState.Stopped).ConfigureAwait(false);
        return error is not null && Emit(error);
    }

    private bool Emit(InventoryError error)
    {
        _error.Error = error;
        _error.Collection = error.Collection;
        _error.Project = error.Project;
        _error.AssetType = error.AssetType ?? "";
        _error.Location = error.Location;
        _error.Project = error.Project;
        Current = new InventoryRecord(_error);
        return true;
    }

    private ScopeFeed NewFeed(IAsyncEnumerable<ResourceSource> sources) =>
        new(sources, () => _recorder.AdaptPageSize(_request.PageSize), _closings, _cancelled, _cancelledOrLate);
}
