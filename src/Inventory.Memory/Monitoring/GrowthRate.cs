namespace Inventory.Memory.Monitoring;

/// <summary>
/// Bytes a second, smoothed exponentially, for samples at any distance. A few fields: no window to keep.
/// </summary>
/// <param name="timeConstantSeconds">Time after which an old rate counts for 37 %.</param>
internal struct GrowthRate(double timeConstantSeconds)
{
    /// <summary>What half a second of samples weighs: with less than that behind it, a rate is held back.</summary>
    private readonly double _leastWeight = 1 - Math.Exp(-0.5 / timeConstantSeconds);

    private readonly double _timeConstant = timeConstantSeconds;
    private TimeSpan _at;
    private long _value;
    private bool _started;
    private double _smoothed;
    private double _weight;

    /// <summary>Corrected for the start, when the smoothing still leans on a rate of 0 that nobody measured.</summary>
    public readonly double BytesPerSecond => _smoothed / Math.Max(_weight, _leastWeight);

    public void Add(TimeSpan now, long value)
    {
        var seconds = (now - _at).TotalSeconds;
        if (_started && seconds <= 0)
            return;
        if (_started)
        {
            var weight = 1 - Math.Exp(-seconds / _timeConstant);
            _smoothed += weight * (((value - _value) / seconds) - _smoothed);
            _weight += weight * (1 - _weight);
        }

        (_started, _at, _value) = (true, now, value);
    }

    public void Reset() => (_started, _smoothed, _weight) = (false, 0, 0);
}
