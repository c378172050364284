using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Pressure;

/// <summary>
/// How much usage grows from one check to the next. In a small container one page of a consumer that keeps its records
/// is more than what lies between exhausted and the limit: whoever waits for exhausted is killed before.
/// </summary>
/// <remarks>The median of three, so that one jump predicts nothing and one collection hides nothing. Guarded by the governor's lock.</remarks>
internal struct Stride
{
    /// <summary>The next page, and as much again for what a page costs beyond what it leaves behind.</summary>
    private const int PagesAhead = 2;

    private string? _gauge;
    private long _usage;
    private long _last;
    private long _beforeLast;
    private long _first;

    public void Add(in MemoryGauge gauge)
    {
        if (_gauge == gauge.Name)
        {
            (_first, _beforeLast, _last) = (_beforeLast, _last, gauge.UsageBytes - _usage);
        }
        else
        {
            (_first, _beforeLast, _last) = (0, 0, 0);
        }

        (_gauge, _usage) = (gauge.Name, gauge.UsageBytes);
    }

    /// <summary>Whether the next pages would pass the limit, at the growth that was seen.</summary>
    public readonly bool Reaches(in MemoryGauge gauge)
    {
        var median = Math.Max(Math.Min(_first, _beforeLast), Math.Min(Math.Max(_first, _beforeLast), _last));
        return median > 0 && gauge.Name == _gauge && gauge.UsageBytes + (PagesAhead * median) > gauge.LimitBytes;
    }
}
