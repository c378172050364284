using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Gc;

/// <summary>Collects when one of several policies wants to. All are asked each time, for they may remember.</summary>
internal sealed class CompositeGcPolicy : GcPolicy
{
    private readonly GcPolicy[] _policies;

    public CompositeGcPolicy(GcPolicy[] policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        if (policies.Length == 0 || policies.Contains(null))
            throw new ArgumentException("At least one policy, and none of them null.", nameof(policies));
        _policies = [.. policies];
    }

    internal override GcDecision Decide(
        CollectionBoundary boundary, in MemorySample sample, in CollectionProgress sinceCollection)
    {
        var hardest = GcDecision.None;
        foreach (var policy in _policies)
        {
            var decision = policy.Decide(boundary, sample, sinceCollection);
            if (decision.ShouldCollect && (!hardest.ShouldCollect || Rank(decision) > Rank(hardest)))
                hardest = decision;
        }

        return hardest;
    }

    private static (int Generation, int Mode) Parts(in GcDecision decision) => (decision.Generation, decision.Mode switch
    {
        GCCollectionMode.Optimized => 0,
        GCCollectionMode.Aggressive => 2,
        _ => 1,
    });

    private static int Rank(in GcDecision decision) => Parts(decision) is var (generation, mode) ? (generation * 3) + mode : 0;
}
