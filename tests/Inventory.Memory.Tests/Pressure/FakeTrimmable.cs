using Inventory.Memory.Pressure;

namespace Inventory.Memory.Tests.Pressure;

/// <summary>Says that it gave 1,000 bytes back, or throws.</summary>
internal sealed class FakeTrimmable : ITrimmable
{
    public bool Throws { get; init; }

    public int Trims { get; private set; }

    public PressureLevel? Level { get; private set; }

    public long Trim(PressureLevel level)
    {
        Trims++;
        Level = level;
        return Throws ? throw new InvalidOperationException("broken") : 1000;
    }
}
