using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Gc;

/// <summary>Never collects.</summary>
internal sealed class NeverGcPolicy : GcPolicy
{
    protected override GcDecision DecideCore(
        CollectionBoundary boundary, in MemorySample sample, in CollectionProgress sinceCollection) =>
        GcDecision.None;
}
