using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Pressure;

/// <summary>
/// Turns ratios into a level that does not flutter: it rises at once, and falls only after usage has been a margin below
/// for a while. Also rises early when, at the present growth, the limit is close in time. Guarded by the governor's lock.
/// </summary>
internal sealed class PressureTracker(MemoryGovernorOptions options)
{
    /// <summary>Below half of a limit growth is start-up, and no reason to slow down.</summary>
    private const double PredictsFrom = 0.5;

    private readonly TimeSpan[] _times = new TimeSpan[4];
    private GrowthRate _growth = new(timeConstantSeconds: 1); // short: a start-up that is over must not be predicted on
    private string? _gauge;
    private long _limit;
    private TimeSpan _at;
    private TimeSpan? _belowSince;

    public MemoryGovernorOptions Options { get; set; } = options;

    public PressureLevel Level { get; private set; }

    /// <summary>Gets the time to the limit at the present growth; null when it does not grow.</summary>
    public TimeSpan? TimeToLimit { get; private set; }

    public TimeSpan TimeAt(PressureLevel level) => _times[(int)level];

    /// <param name="now">Time since the governor began.</param>
    /// <param name="gauge">What presses.</param>
    /// <param name="reclaimed">Everything that gives memory back was tried: only then is exhausted entered.</param>
    public PressureLevel Update(TimeSpan now, in MemoryGauge gauge, bool reclaimed)
    {
        if (now > _at)
            (_times[(int)Level], _at) = (_times[(int)Level] + (now - _at), now);
        Predict(now, gauge);

        var entered = Highest(gauge, margin: 0);
        if (entered == PressureLevel.Exhausted && !reclaimed)
            entered = PressureLevel.Critical;
        if (entered > Level)
        {
            (Level, _belowSince) = (entered, null);
            return Level;
        }

        var kept = Highest(gauge, Options.LeaveMargin);
        if (kept >= Level)
        {
            _belowSince = null;
            return Level;
        }

        _belowSince ??= now;
        if (now - _belowSince.Value >= Options.Dwell)
            (Level, _belowSince) = (kept, null);
        return Level;
    }

    private PressureLevel Highest(in MemoryGauge gauge, double margin)
    {
        var ratio = gauge.Ratio;
        if (ratio >= Options.ExhaustedRatio - margin && gauge.Name != MemoryGauge.Host)
            return PressureLevel.Exhausted; // not for the host: others fill it, and our end would not empty it
        if (ratio >= Options.CriticalRatio - margin)
            return PressureLevel.Critical;
        if (ratio >= Options.ElevatedRatio - margin)
            return PressureLevel.Elevated;
        return ratio >= PredictsFrom && TimeToLimit < Options.PredictionHorizon ? PressureLevel.Elevated : PressureLevel.Normal;
    }

    private void Predict(TimeSpan now, in MemoryGauge gauge)
    {
        if (_gauge != gauge.Name || _limit != gauge.LimitBytes)
            _growth.Reset(); // another usage: the step between the two is no growth
        (_gauge, _limit) = (gauge.Name, gauge.LimitBytes);
        _growth.Add(now, gauge.UsageBytes);
        var seconds = _growth.BytesPerSecond > 0 ? (gauge.LimitBytes - gauge.UsageBytes) / _growth.BytesPerSecond : double.MaxValue;
        TimeToLimit = seconds < 86_400 ? TimeSpan.FromSeconds(Math.Max(0, seconds)) : null;
    }
}
