namespace Inventory.Memory.Monitoring;

/// <summary>
/// A course over time in fixed memory: full, it merges points in pairs (the higher one stays) and takes points half as often.
/// </summary>
internal sealed class MemoryHistory
{
    internal const int Capacity = 256;
    private readonly (TimeSpan Elapsed, long Bytes)[] _points = new (TimeSpan, long)[Capacity];
    private TimeSpan _spacing = TimeSpan.FromMilliseconds(10);
    private int _count;

    public void Add(TimeSpan elapsed, long bytes)
    {
        if (_count > 0 && elapsed - _points[_count - 1].Elapsed < _spacing)
        {
            ref var last = ref _points[_count - 1];
            last.Bytes = Math.Max(last.Bytes, bytes);
            return;
        }

        if (_count == Capacity)
            Halve();
        _points[_count++] = (elapsed, bytes);
    }

    public (TimeSpan Elapsed, long RssBytes)[] ToArray() => _points[.._count];

    private void Halve()
    {
        for (var i = 0; i < Capacity / 2; i++)
            _points[i] = (_points[2 * i].Elapsed, Math.Max(_points[2 * i].Bytes, _points[(2 * i) + 1].Bytes));
        _count = Capacity / 2;
        _spacing *= 2;
    }
}
