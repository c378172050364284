using System.Collections.Concurrent;

namespace Inventory.Memory.Reliability;

/// <summary>
/// A clock that skips waits and keeps time-outs: whoever waits goes on at once, and the clock is as much later. A
/// wait is made with its time (<see cref="Task.Delay(TimeSpan, TimeProvider)"/>), a time-out is set later.
/// </summary>
internal sealed class SkippingClock : TimeProvider
{
    private long _skippedTicks;

    /// <summary>Waits so far, in the order in which they began.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Skipped;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Skipped.TotalSeconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            Waits.Enqueue(dueTime);
            Interlocked.Add(ref _skippedTicks, dueTime.Ticks);
            dueTime = TimeSpan.Zero;
        }

        return base.CreateTimer(callback, state, dueTime, period);
    }

    private TimeSpan Skipped => new(Interlocked.Read(ref _skippedTicks));
}
