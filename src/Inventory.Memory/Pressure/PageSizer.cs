namespace Inventory.Memory.Pressure;

/// <summary>
/// How much of the wanted page size to ask for: times 0.9 on trouble, a small step up when fine (additive increase,
/// multiplicative decrease, as in Netflix's concurrency limits). Guarded by the governor's lock.
/// </summary>
internal sealed class PageSizer(int floor)
{
    private const double Decrease = 0.9;
    private const double Increase = 0.02;
    private double _factor = 1;

    /// <summary>Called once a page.</summary>
    public void Adapt(PressureLevel level) => _factor = level == PressureLevel.Normal
        ? Math.Min(1, _factor + Increase)
        : Math.Max(_factor * Decrease, 0.001); // below any floor: keep the way back up short

    /// <summary>Never above what is wanted, never below the floor unless less was wanted.</summary>
    public int Apply(int requested) => Math.Max((int)(requested * _factor), Math.Min(requested, floor));
}
