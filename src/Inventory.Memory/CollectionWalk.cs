using System.Runtime.CompilerServices;
using Inventory.Memory.Json;
using Inventory.Memory.Pressure;
using Inventory.Memory.Sources;

namespace Inventory.Memory;

/// <summary>
/// The walk of one run: source by source, scope by scope, step by step. Written out as an enumerator, not as nested
/// iterators, so that a record that is there already costs one call.
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
    private IAsyncEnumerator<ResourceSource>? _sources;
    private IAsyncEnumerator<ResourceScope>? _scopes;
    private ResourceSource? _source;
    private ResourceCursor? _cursor;
    private RunState _state = RunState.Running;

    public CollectionWalk(CollectionRequest request, RunRecorder recorder, TimeProvider time, CancellationToken cancelled)
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
                if (_cursor is not null ? await StepAsync().ConfigureAwait(false) : await AdvanceAsync().ConfigureAwait(false))
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
        CursorStep step;
        try
        {
            _recorder.BeforeRead();
            step = await _cursor!.ReadAsync(_cancelledOrLate).ConfigureAwait(false);
        }
        catch (Exception failure) when (!_cancelled.IsCancellationRequested)
        {
            return await FailScopeAsync(failure).ConfigureAwait(false);
        }

        switch (step)
        {
            case CursorStep.Item:
                _recorder.AddResource();
                Current = new InventoryRecord(_cursor.Item);
                return true;
            case CursorStep.Notice:
                return Emit(_recorder.AddNotice(_cursor.Item.Notice!));
            case CursorStep.PageEnd:
                return await EndPageAsync().ConfigureAwait(false);
            default:
                var decision = await _recorder.EndScopeAsync(_cancelled).ConfigureAwait(false);
                await CloseCursorAsync().ConfigureAwait(false);
                return decision.ShouldStop && await StopAsync(decision).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> EndPageAsync()
    {
        var decision = await _recorder.EndPageAsync(_cancelled).ConfigureAwait(false);
        _cursor!.PageSize = _recorder.AdaptPageSize(_request.PageSize);
        return decision.ShouldStop && await StopAsync(decision).ConfigureAwait(false);
    }

    /// <summary>Opens the next scope, or ends the run. True: an error record is there instead.</summary>
    private async ValueTask<bool> AdvanceAsync()
    {
        if (_scopes is null)
        {
            return await AdvanceSourceAsync().ConfigureAwait(false);
        }

        try
        {
            if (await _scopes.MoveNextAsync().ConfigureAwait(false))
            {
                if (IsLate)
                {
                    // One entry stands for all of this source that is left.
                    await CloseScopesAsync().ConfigureAwait(false);
                    return Emit(_recorder.FailScope(ScopeState.Skipped, "deadlineExceeded", LateMessage));
                }

                _cursor = _source!.Open(_scopes.Current);
                _cursor.PageSize = _recorder.AdaptPageSize(_request.PageSize);
                _recorder.BeginScope(_scopes.Current, _cursor);
                return false;
            }
        }
        catch (Exception failure) when (!_cancelled.IsCancellationRequested)
        {
            await CloseScopesAsync().ConfigureAwait(false);
            return await FailScopeAsync(failure).ConfigureAwait(false);
        }

        await CloseScopesAsync().ConfigureAwait(false);
        var decision = await _recorder.EndSourceAsync(_cancelled).ConfigureAwait(false);
        return decision.ShouldStop && await StopAsync(decision).ConfigureAwait(false);
    }

    private async ValueTask<bool> AdvanceSourceAsync()
    {
        _sources ??= _request.Sources.GetAsyncEnumerator(_cancelled);
        if (!await _sources.MoveNextAsync().ConfigureAwait(false))
        {
            await EndAsync(FinalState()).ConfigureAwait(false);
            return false;
        }

        _source = _sources.Current;
        _error.Collection = _source.Collection;
        _error.Project = _source.Project;
        _error.AssetType = _source.AssetTypes[0];
        _recorder.BeginSource(_source);
        _scopes = _source.GetScopesAsync(_cancelledOrLate).GetAsyncEnumerator(_cancelledOrLate);
        return false;
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
        await CloseCursorAsync().ConfigureAwait(false);
        return state != ScopeState.Disabled && Emit(error);
    }

    private (ScopeState State, string Reason, string Message) Explain(Exception failure) => failure switch
    {
        _ when IsLate => (_cursor is null ? ScopeState.Skipped : ScopeState.Failed, "deadlineExceeded", LateMessage),
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
        if (_scopes is not null)
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

    private async ValueTask EndAsync(RunState state)
    {
        if (HasEnded)
        {
            return;
        }

        _state = state;
        if (_cursor is not null && state is RunState.Cancelled or RunState.Failed)
        {
            _recorder.AbandonScope();
        }

        await CloseCursorAsync().ConfigureAwait(false);
        await CloseScopesAsync().ConfigureAwait(false);
        if (_sources is not null)
        {
            await _sources.DisposeAsync().ConfigureAwait(false);
        }

        _recorder.EndRun(state);
    }

    private async ValueTask CloseCursorAsync()
    {
        if (_cursor is { } cursor)
        {
            _cursor = null;
            await cursor.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask CloseScopesAsync()
    {
        if (_scopes is { } scopes)
        {
            _scopes = null;
            await scopes.DisposeAsync().ConfigureAwait(false);
        }
    }
}
