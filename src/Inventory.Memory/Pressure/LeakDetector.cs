namespace Inventory.Memory.Pressure;

/// <summary>
/// Sees memory that keeps rising with the records. It compares the lowest readings of windows that double in length
/// (1,000 records, 2,000, 4,000, …), so warm-up and the saw-tooth of collections do not count. Fixed memory.
/// </summary>
internal sealed class LeakDetector
{
    private const long FirstWindow = 1000;
    private const int RisesNeeded = 4;
    private const long LeastRise = 1L << 20;
    private const double LeastRiseShare = 0.10;
    private long _records;
    private long _end = FirstWindow;
    private long _lowest = long.MaxValue;
    private long _lowestBefore = long.MaxValue;
    private int _rises;

    public bool IsRising => _rises >= RisesNeeded;

    /// <returns>True once, when the rise is first seen.</returns>
    public bool Add(long records, long bytes)
    {
        _records += records;
        if (bytes > 0)
            _lowest = Math.Min(_lowest, bytes);
        if (_records < _end || _lowest == long.MaxValue)
            return false;

        var before = _rises;
        var rose = _lowestBefore != long.MaxValue
            && _lowest - _lowestBefore >= Math.Max(LeastRise, (long)(_lowestBefore * LeastRiseShare));
        _rises = rose ? _rises + 1 : 0;
        (_lowestBefore, _lowest) = (_lowest, long.MaxValue);
        _end = _records * 2;
        return before < RisesNeeded && IsRising;
    }
}
