using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Gc;

/// <summary>Never collects.</summary>
internal sealed class NeverGcPolicy : GcPolicy
{
    internal override GcDecision Decide(
        CollectionBoundary boundary, in MemorySample sample, in CollectionProgress sinceCollection) =>
        GcDecision.None;
}
