namespace Inventory.Memory.Pressure;

/// <summary>
/// How much of the wanted page size to ask for: times 0.9 on trouble, a small step up when fine (additive increase,
/// multiplicative decrease, as in Netflix's concurrency limits). Guarded by the governor's lock.
/// </summary>
internal sealed class PageSizer(int floor)
{
    private const double Decrease = 0.9;
    private const double Increase = 0.02;

    /// <summary>Below any floor; a bound that keeps the way back up short.</summary>
    private const double Least = 0.001;

    /// <summary>
    /// At elevated, memory that stands still is no trouble: small pages would cost requests and give nothing.
    /// </summary>
    private const double Rise = 0.01;

    private double _factor = 1;
    private double _ratioAtDecrease;

    /// <summary>Gets or sets the size that pressure does not go below.</summary>
    public int Floor { get; set; } = floor;

    /// <summary>Called once a page.</summary>
    public void Adapt(PressureLevel level, double ratio)
    {
        if (level == PressureLevel.Normal)
        {
            (_factor, _ratioAtDecrease) = (Math.Min(1, _factor + Increase), 0);
        }
        else if (level >= PressureLevel.Critical || ratio >= _ratioAtDecrease + Rise)
        {
            (_factor, _ratioAtDecrease) = (Math.Max(_factor * Decrease, Least), ratio);
        }
    }

    /// <summary>Never above what is wanted, never below the floor unless less was wanted.</summary>
    public int Apply(int requested) => Math.Max((int)(requested * _factor), Math.Min(requested, Floor));
}
