using Inventory.Memory.Diagnostics;
using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Pressure;

public sealed partial class MemoryGovernor
{
    /// <summary>
    /// A page of small items takes a millisecond, a sample a hundredth of one, near a container's limit a fiftieth: below half
    /// of every limit one of a moment ago will do, below elevated one of a quarter of that. A process that fills 400 MB a
    /// second adds 4 MB meanwhile, or 1 MB.
    /// </summary>
    internal static readonly TimeSpan Recent = TimeSpan.FromMilliseconds(10);

    /// <summary>Once memory has been critical it is logged in detail, but not more often than this.</summary>
    private static readonly TimeSpan s_detailInterval = TimeSpan.FromSeconds(1);

    private long _detachedBytes;
    private Stride _stride;
    private ThrashDetector _thrash;
    private TimeSpan? _detailDue;
    private int _deciding;
    private long _checkTicks;

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
        var climbed = Relieve(Assess(CollectionBoundary.Page, default, sample), ref sample);
        return !IsExhausted(ref sample, climbed);
    }

    /// <summary>
    /// Looks at memory and answers the level, and does nothing about it: for health checks and dashboards, which must not
    /// collect.
    /// </summary>
    /// <param name="sample">The sample that was taken.</param>
    /// <returns>The level now; exhausted only after everything that gives memory back was tried by a run.</returns>
    /// <exception cref="ObjectDisposedException">The monitor is disposed.</exception>
    public PressureLevel Observe(out MemorySample sample)
    {
        sample = _monitor.Record();
        Track(sample, reclaimed: false);
        return Level;
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
    internal ValueTask<GovernorDecision> CheckAsync(
        CollectionBoundary boundary, in CollectionProgress progress, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = _time.GetTimestamp();
        var sample = _monitor.Glance(Recent, _options.ElevatedRatio);
        if (!_options.Enabled)
            return default;

        var climbed = Relieve(Assess(boundary, progress, sample), ref sample);
        Interlocked.Add(ref _checkTicks, _time.GetElapsedTime(start).Ticks);
        return sample.Pressing.Ratio < _options.CriticalRatio && !IsThrashing
            ? new(new GovernorDecision { Level = Level })
            : HoldAsync(sample, climbed, cancellationToken);
    }

    /// <summary>Takes a sample into account: level, page size, leak, policy.</summary>
    private GcDecision Assess(CollectionBoundary boundary, in CollectionProgress progress, in MemorySample sample)
    {
        GovernorNotices notices;
        CollectionProgress sinceCollection;
        bool mayCollect;
        lock (_lock)
        {
            var now = Now;
            notices = TrackLocked(now, sample, reclaimed: false);
            notices.LimitBefore = FollowLimitLocked(sample.ContainerLimitBytes);
            notices.Rises = _leak.Add(progress.Records, sample.RssBytes);
            if (boundary == CollectionBoundary.Page)
                _pages.Adapt(_tracker.Level, sample.Pressing.Ratio);
            _counts = _counts with { Checks = _counts.Checks + 1 };
            _detachedBytes += progress.DetachedBytes;
            _stride.Add(sample.Pressing);
            sinceCollection = _sinceCollection = (_sinceCollection + progress) with { Elapsed = now - _collectedAt };
            mayCollect = _ladder.MayCollect;
        }

        if (notices.LimitBefore is { } before)
            TakeOverLimit(before, sample.ContainerLimitBytes);
        notices.Log(_logger, sample);
        return mayCollect ? Decide(boundary, sample, sinceCollection) : GcDecision.None;
    }

    /// <summary>Asks the policy: never from two threads at once, and never while the lock is held.</summary>
    private GcDecision Decide(CollectionBoundary boundary, in MemorySample sample, in CollectionProgress sinceCollection)
    {
        if (Interlocked.Exchange(ref _deciding, 1) != 0)
            return GcDecision.None; // another run asks just now; what this one has done is added up
        try
        {
            return _policy.Decide(boundary, sample, sinceCollection);
        }
        finally
        {
            Volatile.Write(ref _deciding, 0);
        }
    }

    /// <summary>
    /// The runtime reads the container's limit when it starts: one that was changed since is unknown to it.
    /// </summary>
    private void TakeOverLimit(long before, long limit)
    {
        var takenOver = _collector.TryRefreshLimit();
        _logger.MemoryLimitChanged(before, limit, takenOver);
    }

    /// <summary>Collects if the policy wants to, and climbs the ladder if memory is critical.</summary>
    /// <returns>Whether it climbed.</returns>
    private bool Relieve(GcDecision decision, ref MemorySample sample)
    {
        if (decision.ShouldCollect && _ladder.TryCollect(decision, ref sample))
        {
            lock (_lock)
                (_sinceCollection, _collectedAt) = (default, Now);
            Track(sample, reclaimed: false);
        }

        return sample.Pressing.Ratio >= _options.CriticalRatio && Climb(last: false, ref sample);
    }

    /// <returns>Whether the ladder was climbed: distance and budget can be in the way.</returns>
    private bool Climb(bool last, ref MemorySample sample)
    {
        var level = IsFull(sample) || IsLost(sample) ? PressureLevel.Exhausted : PressureLevel.Critical;
        var climbed = _ladder.TryClimb(level, _options.CriticalRatio - _options.LeaveMargin, last, ref sample);
        Track(sample, reclaimed: true);
        return climbed;
    }

    /// <returns>The container's limit before, if it has changed; else null.</returns>
    private long? FollowLimitLocked(long limit)
    {
        var before = _containerLimit;
        _containerLimit = limit;
        return before != limit && limit > 0 ? before : null;
    }

    private void Track(in MemorySample sample, bool reclaimed)
    {
        GovernorNotices notices;
        lock (_lock)
            notices = TrackLocked(Now, sample, reclaimed);
        notices.Log(_logger, sample);
    }

    private GovernorNotices TrackLocked(TimeSpan now, in MemorySample sample, bool reclaimed)
    {
        var before = _tracker.Level;
        var level = _tracker.Update(now, sample.Pressing, reclaimed);
        _thrash.Add(now, sample);
        var notices = new GovernorNotices { LevelBefore = before, Level = level, TimeToLimit = _tracker.TimeToLimit };
        if (sample.Pressing.Ratio < _options.CriticalRatio - _options.LeaveMargin)
            _pauseUntil = null; // it has fallen: whatever comes next may wait anew
        if (level >= PressureLevel.Critical)
            _detailDue ??= now;

        if (now >= _detailDue)
        {
            notices.HasDetail = true;
            _detailDue = now + s_detailInterval;
        }

        return notices;
    }
}
