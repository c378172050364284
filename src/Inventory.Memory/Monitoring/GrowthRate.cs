namespace Inventory.Memory.Monitoring;

/// <summary>Bytes a second, smoothed exponentially, for samples at any distance. A few fields: no window to keep.</summary>
internal struct GrowthRate
{
    /// <summary>Time after which an old rate counts for 37 %: long enough to span several collections of the young generation.</summary>
    private const double TimeConstantSeconds = 5;

    /// <summary>What a second of samples weighs: with less than that behind it, a rate is held back.</summary>
    private static readonly double LeastWeight = 1 - Math.Exp(-1 / TimeConstantSeconds);

    private TimeSpan _at;
    private long _value;
    private bool _started;
    private double _smoothed;
    private double _weight;

    /// <summary>Corrected for the start, when the smoothing still leans on a rate of 0 that nobody measured.</summary>
    public readonly double BytesPerSecond => _smoothed / Math.Max(_weight, LeastWeight);

    public void Add(TimeSpan now, long value)
    {
        var seconds = (now - _at).TotalSeconds;
        if (_started && seconds <= 0)
            return;
        if (_started)
        {
            var weight = 1 - Math.Exp(-seconds / TimeConstantSeconds);
            _smoothed += weight * (((value - _value) / seconds) - _smoothed);
            _weight += weight * (1 - _weight);
        }

        (_started, _at, _value) = (true, now, value);
    }

    public void Reset() => this = default;
}
