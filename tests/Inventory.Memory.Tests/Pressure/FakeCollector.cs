using Inventory.Memory.Gc;

namespace Inventory.Memory.Tests.Pressure;

/// <summary>A collector that takes simulated time and frees what a test says: nothing, by default.</summary>
internal sealed class FakeCollector : GarbageCollector
{
    /// <summary>The steps so far, with blanks between them.</summary>
    public string Steps { get; private set; } = "";

    public Action<string> Effect { get; set; } = static _ => { };

    public override void Collect(int generation, GCCollectionMode mode) => Step(mode.ToString());

    public override void CollectAggressively() => Step("Aggressive");

    public override bool TrimNative()
    {
        Step("TrimNative");
        return true;
    }

    private void Step(string name)
    {
        Steps = Steps.Length == 0 ? name : Steps + " " + name;
        Effect(name);
    }
}
