using System.Runtime.CompilerServices;
using Inventory.Memory.Json;
using Inventory.Memory.Pressure;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Collecting;

/// <summary>
/// The walk of one run: source by source, scope by scope, step by step, children right after their parent. Written out
/// as an enumerator, not as nested iterators, so that a record that is there already costs one call.
/// </summary>
internal sealed class CollectionWalk : IAsyncEnumerator<InventoryRecord>
{
    private const string LateMessage = "The run's deadline passed before this could be read. Give the run more time.";

    private readonly CollectionRequest _request;
    private readonly RunRecorder _recorder;
    private readonly CancellationToken _cancelled;
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource? _linked;
    private readonly CancellationToken _cancelledOrLate;
    private readonly ResourceItem _error = new();
    private WalkLevel _at;
    private RunState _state = RunState.Running;

    public CollectionWalk(
        CollectionRequest request, RunRecorder recorder, MemoryGovernor governor, int lookAhead, TimeProvider time, CancellationToken cancelled)
    {
        _request = request;
        _recorder = recorder;
        _cancelled = _cancelledOrLate = cancelled;
        if (request.Deadline is { } deadline)
        {
            _deadline = new CancellationTokenSource(deadline, time);
            _linked = CancellationTokenSource.CreateLinkedTokenSource(cancelled, _deadline.Token);
            _cancelledOrLate = _linked.Token;
        }

        var feed = NewFeed(request.Sources);
        _at = new(lookAhead > 0 ? new ScopesAhead(feed, governor, lookAhead, cancelled, _cancelledOrLate) : feed, null);
        _recorder.BeginRun();
    }

    public InventoryRecord Current { get; private set; }

    private bool IsLate => _deadline is { IsCancellationRequested: true };

    private bool HasEnded => _state != RunState.Running;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> MoveNextAsync()
    {
        _error.Release();
        try
        {
            while (!HasEnded)
            {
                _cancelled.ThrowIfCancellationRequested();
                if (_at.Cursor is not null ? await StepAsync().ConfigureAwait(false) : await AdvanceAsync().ConfigureAwait(false))
                {
                    return true;
                }
            }

            return false;
        }
        catch (Exception failure)
        {
            await EndAsync(failure is OperationCanceledException && _cancelled.IsCancellationRequested ? RunState.Cancelled : RunState.Failed).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A consumer that leaves early has cancelled the run.</summary>
    public async ValueTask DisposeAsync()
    {
        _error.Release();
        await EndAsync(RunState.Cancelled).ConfigureAwait(false);

        _linked?.Dispose();
        _deadline?.Dispose();
    }

    /// <summary>Reads on in the open scope. True: a record is there.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> StepAsync()
    {
        var cursor = _at.Cursor!;
        CursorStep step;
        try
        {
            _recorder.BeforeRead();
            step = await cursor.ReadAsync(_cancelledOrLate).ConfigureAwait(false);
        }
        catch (Exception failure) when (!_cancelled.IsCancellationRequested)
        {
            return await FailScopeAsync(failure).ConfigureAwait(false);
        }

        switch (step)
        {
            case CursorStep.Item:
                _recorder.AddResource();
                Current = new InventoryRecord(cursor.Item);
                return true;
            case CursorStep.Notice:
                return Emit(_recorder.AddNotice(cursor.Item.Notice!));
            case CursorStep.Children:
                return await DescendAsync(cursor.Children).ConfigureAwait(false);
            case CursorStep.PageEnd:
                return await EndPageAsync().ConfigureAwait(false);
            default:
                var decision = await _recorder.EndScopeAsync(_cancelled).ConfigureAwait(false);
                await _at.CloseCursorAsync().ConfigureAwait(false);
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

        _at = new(NewFeed(children.ToAsyncEnumerable()), _at);
        return false;
    }

    private async ValueTask<bool> EndPageAsync()
    {
        var decision = await _recorder.EndPageAsync(_cancelled).ConfigureAwait(false);
        _at.Cursor!.PageSize = _recorder.AdaptPageSize(_request.PageSize);
        return decision.ShouldStop && await StopAsync(decision).ConfigureAwait(false);
    }

    /// <summary>Goes to the next scope, or ends the level or the run. True: an error record is there instead.</summary>
    private async ValueTask<bool> AdvanceAsync()
    {
        var item = await _at.Feed.NextAsync().ConfigureAwait(false);
        switch (item.Step)
        {
            case FeedStep.Source:
                BeginSource(item.Source!);
                return false;
            case FeedStep.Scope:
                return await BeginScopeAsync(item).ConfigureAwait(false);
            case FeedStep.ScopesFailed:
                return !_at.IsSkipping && await FailScopeAsync(item.Failure!).ConfigureAwait(false);
            case FeedStep.SourceEnd:
                _at.Source = null;
                var decision = await _recorder.EndSourceAsync(_cancelled).ConfigureAwait(false);
                return decision.ShouldStop && await StopAsync(decision).ConfigureAwait(false);
            default:
                await EndLevelAsync().ConfigureAwait(false);
                return false;
        }
    }

    private void BeginSource(ResourceSource source)
    {
        _at.Source = source;
        _at.IsSkipping = false;
        _recorder.BeginSource(source);
        NameErrorsAfter(source);
    }

    private async ValueTask<bool> BeginScopeAsync(FeedItem item)
    {
        _at.Cursor = item.Cursor;
        if (!IsLate)
        {
            _recorder.BeginScope(item.Scope!, item.Cursor!);
            return false;
        }

        // One entry stands for all of this source that is left.
        await _at.CloseCursorAsync().ConfigureAwait(false);
        var isFirst = !_at.IsSkipping;
        _at.IsSkipping = true;
        return isFirst && Emit(_recorder.FailScope(ScopeState.Skipped, "deadlineExceeded", LateMessage));
    }

    private async ValueTask EndLevelAsync()
    {
        if (_at.Outer is not { } outer)
        {
            await EndAsync(FinalState()).ConfigureAwait(false);
            return;
        }

        await _at.DisposeAsync().ConfigureAwait(false);
        _at = outer;
        NameErrorsAfter(outer.Source!);
    }

    private RunState FinalState() => _recorder switch
    {
        { SomethingMissing: false } => RunState.Complete,
        { SomethingAnswered: false } => RunState.Failed,
        _ => RunState.Partial,
    };

    /// <summary>Turns an exception into the end of the open scope. True: an error record is there.</summary>
    private async ValueTask<bool> FailScopeAsync(Exception failure)
    {
        var (state, reason, message) = Explain(failure);
        var error = _recorder.FailScope(state, reason, message, failure);
        await _at.CloseCursorAsync().ConfigureAwait(false);
        return state != ScopeState.Disabled && Emit(error);
    }

    private (ScopeState State, string Reason, string Message) Explain(Exception failure) => failure switch
    {
        _ when IsLate => (_at.Cursor is null ? ScopeState.Skipped : ScopeState.Failed, "deadlineExceeded", LateMessage),
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
        _recorder.StopRun(message);
        InventoryError? error = null;
        if (_at.Source is not null)
        {
            error = _recorder.FailScope(ScopeState.Stopped, "memoryCeiling", message);
        }

        await EndAsync(RunState.Stopped).ConfigureAwait(false);
        return error is not null && Emit(error);
    }

    private bool Emit(InventoryError error)
    {
        _error.Error = error;
        _error.Location = error.Location;
        Current = new InventoryRecord(_error);
        return true;
    }

    private void NameErrorsAfter(ResourceSource source)
    {
        _error.Collection = source.Collection;
        _error.Project = source.Project;
        _error.AssetType = source.AssetTypes[0];
    }

    private async ValueTask EndAsync(RunState state)
    {
        if (HasEnded)
        {
            return;
        }

        _state = state;
        _recorder.AbandonScopes();
        for (var level = _at; level is not null; level = level.Outer)
        {
            await level.DisposeAsync().ConfigureAwait(false);
        }

        _recorder.EndRun(state);
    }

    private ScopeFeed NewFeed(IAsyncEnumerable<ResourceSource> sources) =>
        new(sources, () => _recorder.AdaptPageSize(_request.PageSize), _cancelled, _cancelledOrLate);
}
