using Inventory.Memory.Diagnostics;
using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Pressure;

public sealed partial class MemoryGovernor
{
    /// <summary>How often a paused run looks again.</summary>
    internal static readonly TimeSpan PausePoll = TimeSpan.FromMilliseconds(50);

    /// <summary>Once memory has been critical it is logged in detail, but not more often than this.</summary>
    private static readonly TimeSpan s_detailInterval = TimeSpan.FromSeconds(1);

    private TimeSpan? _pauseUntil;
    private TimeSpan? _detailDue;

    /// <summary>
    /// The guide's <c>handle_memory_pressure</c>, for applications by themselves: looks at memory, does what helps, and
    /// answers whether to go on. Blocks only while a collection runs.
    /// </summary>
    /// <returns>False when memory is exhausted in spite of it all.</returns>
    public bool HandlePressure()
    {
        var sample = _monitor.Record();
        if (!_options.Enabled)
            return true;
        Relieve(Assess(CollectionBoundary.Page, default, sample), ref sample);
        return !IsExhausted(ref sample);
    }

    /// <summary>
    /// Looks at memory between two pieces of a run's work and does what its level asks for: collects, takes every step
    /// that gives memory back, waits for memory to fall. Completes at once, without an allocation, below level critical.
    /// </summary>
    /// <param name="boundary">Where the run is.</param>
    /// <param name="progress">What this run has done since its own previous check (not in all).</param>
    /// <param name="cancellationToken">Ends a pause.</param>
    /// <returns>Whether the run goes on, and if not, the evidence and the remedy.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ValueTask<GovernorDecision> CheckAsync(
        CollectionBoundary boundary, in CollectionProgress progress, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var sample = _monitor.Record();
        if (!_options.Enabled)
            return default;

        Relieve(Assess(boundary, progress, sample), ref sample);
        return sample.Pressing.Ratio < _options.CriticalRatio
            ? new(new GovernorDecision { Level = Level })
            : HoldAsync(sample, cancellationToken);
    }

    /// <summary>Takes a sample into account: level, page size, leak, policy.</summary>
    private GcDecision Assess(CollectionBoundary boundary, in CollectionProgress progress, in MemorySample sample)
    {
        lock (_lock)
        {
            var now = Now;
            FollowLimitLocked(sample.ContainerLimitBytes);
            TrackLocked(now, sample, reclaimed: false);
            if (boundary == CollectionBoundary.Page)
                _pages.Adapt(_tracker.Level, sample.Pressing.Ratio);
            if (_leak.Add(progress.Records, sample.RssBytes))
                _logger.MemoryRises(sample.RssBytes);
            _counts = _counts with { Checks = _counts.Checks + 1 };
            _sinceCollection = (_sinceCollection + progress) with { Elapsed = now - _collectedAt };
            return _ladder.MayCollect ? _policy.Decide(boundary, sample, _sinceCollection) : GcDecision.None;
        }
    }

    /// <summary>Collects if the policy wants to, and climbs the ladder if memory is critical.</summary>
    private void Relieve(GcDecision decision, ref MemorySample sample)
    {
        if (decision.ShouldCollect && _ladder.TryCollect(decision, ref sample))
        {
            lock (_lock)
            {
                (_sinceCollection, _collectedAt) = (default, Now);
                TrackLocked(_collectedAt, sample, reclaimed: false);
            }
        }

        if (sample.Pressing.Ratio >= _options.CriticalRatio)
            Climb(last: false, ref sample);
    }

    private async ValueTask<GovernorDecision> HoldAsync(MemorySample sample, CancellationToken cancellationToken)
    {
        sample = await PauseAsync(sample, cancellationToken).ConfigureAwait(false);
        if (!IsExhausted(ref sample))
            return new GovernorDecision { Level = Level };

        bool rising;
        lock (_lock)
        {
            _counts = _counts with { Stops = _counts.Stops + 1 };
            rising = _leak.IsRising;
        }

        var message = StopMessage.Create(sample, rising);
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
            lock (_lock)
                TrackLocked(Now, sample, reclaimed: false);
            if (sample.Pressing.Ratio >= _options.CriticalRatio)
                Climb(last: false, ref sample);
        }

        lock (_lock)
            _counts = _counts with { Pauses = _counts.Pauses + 1, PauseTime = _counts.PauseTime + (Now - start) };
        return sample;
    }

    /// <summary>
    /// Decided after a last attempt to give memory back, and never because of the host, which others fill.
    /// </summary>
    private bool IsExhausted(ref MemorySample sample)
    {
        if (!IsOverCeiling(sample))
            return false;
        Climb(last: true, ref sample);
        return IsOverCeiling(sample);
    }

    private bool IsOverCeiling(in MemorySample sample) =>
        sample.Pressing.Ratio >= _options.ExhaustedRatio && sample.Pressing.Name != MemoryGauge.Host;

    private void Climb(bool last, ref MemorySample sample)
    {
        var level = IsOverCeiling(sample) ? PressureLevel.Exhausted : PressureLevel.Critical;
        _ladder.TryClimb(level, _options.CriticalRatio - _options.LeaveMargin, last, ref sample);
        lock (_lock)
            TrackLocked(Now, sample, reclaimed: true);
    }

    /// <summary>
    /// The runtime reads the container's limit when it starts: one that was changed since is unknown to it.
    /// </summary>
    private void FollowLimitLocked(long limit)
    {
        if (_containerLimit is { } before && before != limit && limit > 0)
        {
            var takenOver = _collector.TryRefreshLimit();
            _logger.MemoryLimitChanged(before, limit, takenOver);
        }

        _containerLimit = limit;
    }

    private void TrackLocked(TimeSpan now, in MemorySample sample, bool reclaimed)
    {
        var before = _tracker.Level;
        var level = _tracker.Update(now, sample.Pressing, reclaimed);
        if (level != before)
            _logger.MemoryLevel(before, level, sample.Pressing, _tracker.TimeToLimit);
        if (level < PressureLevel.Critical)
            _pauseUntil = null;
        else
            _detailDue ??= now;

        if (now >= _detailDue)
        {
            _logger.MemoryDetail(sample);
            _detailDue = now + s_detailInterval;
        }
    }
}
