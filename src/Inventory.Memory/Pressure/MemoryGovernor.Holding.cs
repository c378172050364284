using Inventory.Memory.Diagnostics;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Pressure;

/// <content>What is done with a run at critical: it waits for memory to fall, and is stopped when it does not.</content>
public sealed partial class MemoryGovernor
{
    /// <summary>How often a paused run looks again.</summary>
    internal static readonly TimeSpan PausePoll = TimeSpan.FromMilliseconds(50);

    private TimeSpan? _pauseUntil;

    private bool IsThrashing
    {
        get
        {
            lock (_lock)
                return _thrash.IsThrashing;
        }
    }

    private async ValueTask<GovernorDecision> HoldAsync(MemorySample sample, bool climbed, CancellationToken cancellationToken)
    {
        if (IsThrashing)
            return Stop(StopMessage.Thrashing(sample, _thrash.Rate)); // waiting, too, would read code that is not there
        if (!climbed && IsLost(sample))
            climbed = Climb(last: true, ref sample);

        // Memory that a consumer keeps does not fall by waiting.
        if (!(IsLost(sample) && IsKept(climbed)))
            sample = await PauseAsync(sample, cancellationToken).ConfigureAwait(false);
        if (!IsExhausted(ref sample, climbed: true))
            return new GovernorDecision { Level = Level };

        bool rising;
        long detached;
        lock (_lock)
            (rising, detached) = (_leak.IsRising, _detachedBytes);
        return Stop(StopMessage.Create(sample, rising, detached));
    }

    private GovernorDecision Stop(string message)
    {
        lock (_lock)
            _counts = _counts with { Stops = _counts.Stops + 1 };
        _logger.MemoryStop(message);
        return new GovernorDecision { Level = PressureLevel.Exhausted, Message = message };
    }

    /// <summary>
    /// Waits until memory has fallen below critical, with a bound that starts when critical is entered: memory that does
    /// not fall must not cost that wait at every page.
    /// </summary>
    private async ValueTask<MemorySample> PauseAsync(MemorySample sample, CancellationToken cancellationToken)
    {
        TimeSpan until;
        lock (_lock)
            until = _pauseUntil ??= Now + _options.MaximumPause;
        var start = Now;
        if (start >= until)
            return sample;

        _logger.MemoryPause(sample.Pressing.Name, sample.Pressing.Ratio);
        while (sample.Pressing.Ratio >= _options.CriticalRatio - _options.LeaveMargin && Now < until)
        {
            await Task.Delay(PausePoll, _time, cancellationToken).ConfigureAwait(false);
            sample = _monitor.Record();
            Track(sample, reclaimed: false);
            if (sample.Pressing.Ratio >= _options.CriticalRatio && Climb(last: IsLost(sample), ref sample) && IsLost(sample))
                break;
        }

        lock (_lock)
            _counts = _counts with { Pauses = _counts.Pauses + 1, PauseTime = _counts.PauseTime + (Now - start) };
        return sample;
    }

    /// <summary>
    /// Decided after a last attempt to give memory back, and never because of the host, which others fill.
    /// </summary>
    /// <param name="sample">Memory before and after.</param>
    /// <param name="climbed">Whether every step that gives memory back was taken just before, or waited for in vain.</param>
    private bool IsExhausted(ref MemorySample sample, bool climbed)
    {
        if (!IsFull(sample) && !IsLost(sample))
            return false;
        climbed |= Climb(last: true, ref sample);
        return IsFull(sample) || (IsLost(sample) && IsKept(climbed));
    }

    /// <summary>
    /// Whether what is in use is more than garbage that came faster than collections may be forced: it is still there
    /// after a climb, or the last one did not help.
    /// </summary>
    private bool IsKept(bool climbed) => climbed || !_ladder.Helps;

    private bool IsFull(in MemorySample sample) =>
        sample.Pressing.Ratio >= _options.ExhaustedRatio && sample.Pressing.Name != MemoryGauge.Host;

    /// <summary>
    /// Critical, and certain to pass the limit: by the growth from page to page, or because most of what is in use is
    /// alive and the consumer has made as much of it its own. Near the limit of a small container a few megabytes
    /// decide, and the runtime itself may want them at any moment.
    /// </summary>
    private bool IsLost(in MemorySample sample)
    {
        var gauge = sample.Pressing;
        if (gauge.Ratio < _options.CriticalRatio || gauge.Name == MemoryGauge.Host)
            return false;
        var live = sample.HeapAfterCollectionBytes - sample.FragmentedBytes;
        lock (_lock)
            return _stride.Reaches(gauge) || (_detachedBytes >= gauge.UsageBytes / 2 && live >= gauge.UsageBytes / 2);
    }
}
