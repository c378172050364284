namespace Inventory.Memory.Monitoring;

/// <summary>Bytes a second, smoothed exponentially, for samples at any distance. A few fields: no window to keep.</summary>
internal struct GrowthRate
{
    /// <summary>Time after which an old rate counts for 37 %: long enough to span several collections of the young generation.</summary>
    private const double TimeConstantSeconds = 5;

    private TimeSpan _at;
    private long _value;
    private bool _started;

    public double BytesPerSecond { get; private set; }

    public void Add(TimeSpan now, long value)
    {
        var seconds = (now - _at).TotalSeconds;
        if (_started && seconds <= 0)
            return;
        if (_started)
        {
            var weight = 1 - Math.Exp(-seconds / TimeConstantSeconds);
            BytesPerSecond += weight * (((value - _value) / seconds) - BytesPerSecond);
        }

        (_started, _at, _value) = (true, now, value);
    }

    public void Reset() => this = default;
}
