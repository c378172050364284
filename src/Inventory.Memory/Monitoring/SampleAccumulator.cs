namespace Inventory.Memory.Monitoring;

/// <summary>Statistics over samples, in fixed memory whatever the duration. Guarded by the monitor's lock.</summary>
internal sealed class SampleAccumulator
{
    /// <summary>
    /// A longer gap between samples weighs no more than this: a machine that slept for an hour has not held its last
    /// reading for an hour.
    /// </summary>
    internal static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(1);

    private readonly TimeHistogram _histogram = new();
    private readonly MemoryHistory _history = new();
    private GrowthRate _growth = new(timeConstantSeconds: 5);
    private TimeSpan _first;
    private TimeSpan _lastAt;
    private long _last;
    private long _peak;
    private long _windowPeak;
    private long _minimum;
    private long _count;
    private double _sum;
    private double _weightedSum;
    private double _seconds;

    public long Peak => _peak;

    /// <summary>When the last sample was taken; null before the first.</summary>
    public TimeSpan? LastAt => _count > 0 ? _lastAt : null;

    /// <summary>The last sample, and the highest since the window was last taken; the next window begins at the last.</summary>
    public (long Last, long Peak) TakeWindow()
    {
        var window = (_last, Math.Max(_windowPeak, _last));
        _windowPeak = _last;
        return window;
    }

    public void Add(TimeSpan now, long rss)
    {
        if (rss <= 0)
            return; // no source told: not a reading
        if (_count == 0)
            (_first, _minimum) = (now, rss);
        else
            AddInterval(now, rss);

        _count++;
        _sum += rss;
        _peak = Math.Max(_peak, rss);
        _windowPeak = Math.Max(_windowPeak, rss);
        _minimum = Math.Min(_minimum, rss);
        _growth.Add(now, rss);
        _history.Add(now - _first, rss);
        (_last, _lastAt) = (rss, now > _lastAt ? now : _lastAt);
    }

    public MemoryStatistics ToStatistics(MemoryReading reading, in MemoryGauge tightest)
    {
        // All samples at one instant: no time to weigh with.
        var average = _seconds > 0 ? _weightedSum / _seconds : _count > 0 ? _sum / _count : 0;
        return new MemoryStatistics
        {
            PeakBytes = _peak,
            AverageBytes = Math.Clamp((long)average, _minimum, Math.Max(_minimum, _peak)),
            MinimumBytes = _minimum,
            LastBytes = _last,
            Percentile50Bytes = Percentile(50),
            Percentile95Bytes = Percentile(95),
            Percentile99Bytes = Percentile(99),
            Samples = _count,
            HighWaterBytes = Math.Max(_peak, reading.HighWater),
            ContainerHighWaterBytes = reading.ContainerHighWater,
            ContainerOomKills = reading.OomKills,
            LimitBytes = tightest.LimitBytes,
            LimitSource = tightest.LimitSource,
            GrowthBytesPerSecond = _growth.BytesPerSecond,
            History = _history.ToArray(),
        };
    }

    private long Percentile(double percent) =>
        _seconds > 0 ? Math.Clamp(_histogram.Percentile(percent), _minimum, _peak) : _last;

    private void AddInterval(TimeSpan now, long rss)
    {
        var gap = now - _lastAt;
        if (gap <= TimeSpan.Zero)
            return;
        var seconds = (gap < LongestGap ? gap : LongestGap).TotalSeconds;
        _seconds += seconds;
        _weightedSum += seconds * ((_last / 2.0) + (rss / 2.0)); // memory moves between the two readings
        _histogram.Add(_last, seconds);
    }
}
