namespace Inventory.Memory.Monitoring;

/// <summary>
/// One source of readings. Polling never throws: a source that fails has its values cleared, is reported, and is left
/// alone for a time that doubles. Not thread-safe: the monitor polls under its lock.
/// </summary>
internal abstract class MemoryProbe(string name, TimeSpan interval) : IDisposable
{
    /// <summary>Distance to the next attempt after a first failure.</summary>
    internal static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(100);

    /// <summary>Largest distance between two attempts, and how often an absent source is looked for.</summary>
    internal static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);

    private TimeSpan _due = TimeSpan.MinValue;
    private int _failures;

    public string Name { get; } = name;

    public bool IsFailing => _failures > 0;

    /// <param name="reading">Where the values go.</param>
    /// <param name="now">Time since the monitor began, from a clock that never runs backwards.</param>
    /// <param name="force">Reads a source that is not due yet; one that is backed off stays so.</param>
    /// <returns>A first failure or a recovery, to be logged outside the lock; else the default value.</returns>
    public ProbeNotice Poll(MemoryReading reading, TimeSpan now, bool force)
    {
        if (now < _due && (!force || IsFailing))
            return default;

        Exception? failure = null;
        ProbeResult result;
        try
        {
            result = ReadCore(reading, now);
        }
        catch (Exception exception)
        {
            failure = exception;
            result = ProbeResult.Failed;
        }

        return result == ProbeResult.Read ? Succeeded(now) : Missed(result, reading, now, failure);
    }

    public void Dispose() => Close();

    /// <summary>Closes the files; a later attempt may open them again.</summary>
    protected virtual void Close()
    {
    }

    protected abstract ProbeResult ReadCore(MemoryReading reading, TimeSpan now);

    /// <summary>Sets this probe's fields to unknown: a stale value must not look like a reading.</summary>
    protected abstract void Clear(MemoryReading reading);

    private ProbeNotice Succeeded(TimeSpan now)
    {
        var notice = IsFailing ? new ProbeNotice(Name, _failures, null) : default;
        _failures = 0;
        _due = now + interval;
        return notice;
    }

    private ProbeNotice Missed(ProbeResult result, MemoryReading reading, TimeSpan now, Exception? failure)
    {
        Clear(reading);
        if (result == ProbeResult.Absent)
        {
            _failures = 0;
            _due = now + LongestBackOff;
            return default;
        }

        var backOff = FirstBackOff * Math.Pow(2, Math.Min(_failures, 20));
        _due = now + (backOff < LongestBackOff ? backOff : LongestBackOff);
        return _failures++ == 0 ? new ProbeNotice(Name, 0, failure) : default;
    }
}
