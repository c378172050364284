namespace Inventory.Memory.Collecting;

/// <summary>
/// Cancels what a run has under way when its time is up. A timer takes at most 49 days: a longer deadline is waited for
/// in steps.
/// </summary>
internal sealed class RunDeadline : IDisposable
{
    private static readonly TimeSpan s_longestStep = TimeSpan.FromDays(30);

    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _late;
    private readonly long _began;
    private readonly ITimer _timer;
    private volatile bool _hasPassed;

    /// <param name="deadline">Positive; any length.</param>
    /// <param name="time">The clock.</param>
    /// <param name="late">Cancelled when it has passed; owned by the caller.</param>
    public RunDeadline(TimeSpan deadline, TimeProvider time, CancellationTokenSource late)
    {
        (_deadline, _time, _late, _began) = (deadline, time, late, time.GetTimestamp());
        _timer = time.CreateTimer(static deadline => ((RunDeadline)deadline!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Wait(deadline);
    }

    public bool HasPassed => _hasPassed;

    public void Dispose() => _timer.Dispose();

    private void Wait(TimeSpan left) => _timer.Change(left < s_longestStep ? left : s_longestStep, Timeout.InfiniteTimeSpan);

    private void Tick()
    {
        if (_deadline - _time.GetElapsedTime(_began) is var left && left > TimeSpan.Zero)
        {
            Wait(left);
            return;
        }

        _hasPassed = true;
        try
        {
            _late.Cancel();
        }
        catch (AggregateException)
        {
            // What a source has registered with its token threw. All others have been told; on a timer's thread it would end the process.
        }
        catch (ObjectDisposedException)
        {
            // The run ended at the same moment.
        }
    }
}
