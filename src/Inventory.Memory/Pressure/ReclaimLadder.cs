using Inventory.Memory.Diagnostics;
using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.Pressure;

/// <summary>
/// The steps that give memory back, from cheap to dear: what is registered, an optimised collection, an aggressive one
/// that compacts, the C library's free memory. Each is measured; steps that gave little get rarer. One thread at a time:
/// another that wants to climb meanwhile just goes on.
/// </summary>
internal sealed class ReclaimLadder(
    MemoryMonitor monitor, GarbageCollector collector, MemoryGovernorOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>A step was worth it from this share of the usage on.</summary>
    private const double LittleShare = 0.05;

    /// <summary>
    /// With less than this to give back, an aggressive collection raises resident memory (33 to 86 MB was seen).
    /// </summary>
    private const long LeastToCompact = 4L << 20;

    private readonly CollectionBudget _budget = new(options.CollectionTimeShare);
    private readonly CollectionDistance _policyDistance = new(options.CollectionDistance);
    private readonly CollectionDistance _climbDistance = new(options.CollectionDistance);
    private readonly Lock _trimmablesLock = new();
    private readonly long _start = time.GetTimestamp();
    private ITrimmable[] _trimmables = [];
    private volatile MemoryGovernorOptions _options = options;
    private int _busy;
    private volatile bool _helps = true;
    private long _policyCollections, _pressureCollections, _reclaimedBytes, _reclaimTicks;

    /// <summary>Whether a policy needs to be asked at all.</summary>
    public bool MayCollect => Volatile.Read(ref _busy) == 0 && _policyDistance.IsOver(Now) && _budget.HasTime(Now);

    /// <summary>Whether the last climb was worth it; true before the first.</summary>
    public bool Helps => _helps;

    /// <summary>Sets the options; a step that runs goes on with those before.</summary>
    public MemoryGovernorOptions Options
    {
        set => _options = value;
    }

    private TimeSpan Now => time.GetElapsedTime(_start);

    public GovernorStatistics AddTo(GovernorStatistics statistics) => statistics with
    {
        PolicyCollections = Interlocked.Read(ref _policyCollections),
        PressureCollections = Interlocked.Read(ref _pressureCollections),
        ReclaimedBytes = Interlocked.Read(ref _reclaimedBytes),
        ReclaimTime = TimeSpan.FromTicks(Interlocked.Read(ref _reclaimTicks)),
    };

    public void Add(ITrimmable trimmable)
    {
        lock (_trimmablesLock)
            _trimmables = [.. _trimmables, trimmable];
    }

    public void Remove(ITrimmable trimmable)
    {
        lock (_trimmablesLock)
        {
            // One of its registrations only: two runs over one provider have both registered its cache.
            var index = Array.FindIndex(_trimmables, other => ReferenceEquals(other, trimmable));
            _trimmables = [.. _trimmables[..index], .. _trimmables[(index + 1)..]];
        }
    }

    /// <summary>One collection that a policy wants, if distance and budget allow it.</summary>
    public bool TryCollect(GcDecision decision, ref MemorySample sample)
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0)
            return false;
        try
        {
            var now = Now;
            TakeOptions();
            if (!_policyDistance.IsOver(now) || !_budget.HasTime(now))
                return false;
            var before = sample;
            sample = Run("collection", decision.Reason!, before, () => collector.Collect(decision.Generation, decision.Mode));
            Interlocked.Increment(ref _policyCollections);
            _policyDistance.Begin(Now, IsWorthwhile(before, sample));
            return true;
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Every step, until usage is below the target.</summary>
    /// <param name="level">How urgent; passed to what is trimmed.</param>
    /// <param name="target">The ratio of the pressing gauge that is enough.</param>
    /// <param name="last">
    /// Before a stop or a refusal: the grown distance does not hold it back, nor, after a climb that was worth it, any
    /// distance; and once in 30 s the budget does not either.
    /// </param>
    /// <param name="sample">Memory before and after.</param>
    /// <returns>Whether the steps were taken.</returns>
    public bool TryClimb(PressureLevel level, double target, bool last, ref MemorySample sample)
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0)
            return false;
        try
        {
            TakeOptions();
            if (!MayClimb(Now, last))
                return false;
            var before = sample;
            Climb(level, target, ref sample);
            _climbDistance.Begin(Now, _helps = IsWorthwhile(before, sample));
            return true;
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>By the one thread that is at work, so that its figures do not change under its hands.</summary>
    private void TakeOptions()
    {
        var taken = _options;
        _budget.Share = taken.CollectionTimeShare;
        _policyDistance.SetFirst(taken.CollectionDistance);
        _climbDistance.SetFirst(taken.CollectionDistance);
    }

    private bool MayClimb(TimeSpan now, bool last)
    {
        if (_budget.HasTime(now)
            && (_climbDistance.IsOver(now) || (last && (_helps || _climbDistance.IsOver(now, _options.CollectionDistance)))))
        {
            return true;
        }

        return last && _climbDistance.IsOver(now, CollectionDistance.Longest);
    }

    private void Climb(PressureLevel level, double target, ref MemorySample sample)
    {
        var reason = level.ToString();
        sample = Run("trim", reason, sample, () => Trim(level));
        if (sample.Pressing.Ratio < target)
            return;
        sample = Run("optimised collection", reason, sample, () => collector.Collect(2, GCCollectionMode.Optimized));
        Interlocked.Increment(ref _pressureCollections);
        if (sample.Pressing.Ratio < target)
            return;
        if (CanCompact(sample))
        {
            sample = Run("aggressive collection", reason, sample, collector.CollectAggressively);
            Interlocked.Increment(ref _pressureCollections);
        }

        if (sample.Pressing.Ratio >= target)
            sample = Run("malloc_trim", reason, sample, () => collector.TrimNative());
    }

    /// <summary>Committed memory that holds no live object, as of the last collection.</summary>
    private static bool CanCompact(in MemorySample sample)
    {
        var live = sample.HeapAfterCollectionBytes - sample.FragmentedBytes;
        return sample.CommittedBytes - live >= Math.Max(LeastToCompact, sample.Pressing.UsageBytes / 50);
    }

    private static bool IsWorthwhile(in MemorySample before, in MemorySample after)
    {
        // Judged by what presses; by resident memory when something else presses now.
        var (was, isNow) = before.Pressing.Name == after.Pressing.Name && before.Pressing.Name is not null
            ? (before.Pressing.UsageBytes, after.Pressing.UsageBytes)
            : (before.RssBytes, after.RssBytes);
        return was - isNow >= was * LittleShare && was > 0;
    }

    private MemorySample Run(string step, string reason, in MemorySample before, Action action)
    {
        var start = time.GetTimestamp();
        action();
        var duration = time.GetElapsedTime(start);
        var after = monitor.Sample(force: false);
        _budget.Spend(duration);
        Interlocked.Add(ref _reclaimTicks, duration.Ticks);
        Interlocked.Add(ref _reclaimedBytes, Math.Max(0, before.RssBytes - after.RssBytes));
        logger.MemoryReclaimed(step, reason, duration.TotalMilliseconds, before, after);
        return after;
    }

    private void Trim(PressureLevel level)
    {
        var trimmables = Volatile.Read(ref _trimmables);
        for (var i = 0; i < trimmables.Length; i++)
        {
            var trimmable = trimmables[i];
            if (Array.IndexOf(trimmables, trimmable, 0, i) >= 0)
                continue; // registered by another run, too
            try
            {
                var bytes = trimmable.Trim(level);
                logger.MemoryTrimmed(trimmable.GetType().Name, bytes);
            }
            catch (Exception exception)
            {
                logger.MemoryTrimFailed(exception, trimmable.GetType().Name);
            }
        }
    }
}
