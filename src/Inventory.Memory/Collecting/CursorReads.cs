using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Collecting;

/// <summary>
/// Waits for reads of cursors, one at a time, and for each no longer than until the run is cancelled or late: also for one
/// that ignores its token. Written out, because a task for each wait would cost two allocations.
/// </summary>
/// <remarks>After a read was left this cannot be used again: its end is still to come.</remarks>
internal sealed class CursorReads : IValueTaskSource<CursorStep>, IDisposable
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Left = 2;

    private readonly CancellationToken _leave;
    private readonly CancellationTokenRegistration _registration;
    private readonly Action _onRead;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ManualResetValueTaskSourceCore<CursorStep> _wait;
    private ConfiguredValueTaskAwaitable<CursorStep>.ConfiguredValueTaskAwaiter _read;
    private int _state;

    public CursorReads(CancellationToken leave)
    {
        (_leave, _onRead) = (leave, OnRead);
        _registration = leave.UnsafeRegister(static reads => ((CursorReads)reads!).Leave(), this);
    }

    /// <summary>The end of the read that was left; null where none was.</summary>
    public Task? Ending => Volatile.Read(ref _state) == Left ? _ended.Task : null;

    /// <summary>Waits for a read.</summary>
    /// <param name="read">Not completed when it was looked at; belongs to this now.</param>
    /// <exception cref="OperationCanceledException">It was left, or has been cancelled itself.</exception>
    public ValueTask<CursorStep> WaitAsync(ValueTask<CursorStep> read)
    {
        _wait.Reset();
        _read = read.ConfigureAwait(false).GetAwaiter();
        Volatile.Write(ref _state, Waiting);
        _read.UnsafeOnCompleted(_onRead);
        if (_leave.IsCancellationRequested)
        {
            // The registration may have been called before there was anything to leave.
            Leave();
        }

        return new ValueTask<CursorStep>(this, _wait.Version);
    }

    public void Dispose() => _registration.Dispose();

    CursorStep IValueTaskSource<CursorStep>.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<CursorStep>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<CursorStep>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private void OnRead()
    {
        var isAwaited = Interlocked.CompareExchange(ref _state, Idle, Waiting) == Waiting;
        CursorStep step;
        try
        {
            step = _read.GetResult();
        }
        catch (Exception failure)
        {
            End(isAwaited, failure, default);
            return;
        }

        End(isAwaited, null, step);
    }

    private void End(bool isAwaited, Exception? failure, CursorStep step)
    {
        if (!isAwaited)
        {
            _ended.SetResult();
        }
        else if (failure is not null)
        {
            _wait.SetException(failure);
        }
        else
        {
            _wait.SetResult(step);
        }
    }

    private void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Left, Waiting) == Waiting)
        {
            // On the thread of whoever cancels: the run goes on elsewhere.
            _wait.RunContinuationsAsynchronously = true;
            _wait.SetException(new OperationCanceledException(_leave));
        }
    }
}
