using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Gc;

/// <summary>
/// Says when a garbage collection is worth being forced. It only proposes: a governor keeps the distance between two
/// collections and the share of time they may take, whatever a policy says.
/// </summary>
/// <remarks>
/// A policy may remember what it saw, so it belongs to one governor, which never asks from two threads at once. It is
/// asked at each page: it must be fast and must not allocate unless it answers "collect".
/// </remarks>
public abstract class GcPolicy
{
    /// <summary>Gets the policy that never collects; the runtime still does by itself.</summary>
    public static GcPolicy None { get; } = new NeverGcPolicy();

    /// <summary>
    /// Gets a new <see cref="ThresholdGcPolicy"/>: nothing is forced until 80 % of a limit are in use.
    /// </summary>
    public static GcPolicy Default => new ThresholdGcPolicy();

    /// <summary>
    /// Makes a policy that collects when the managed heap has grown since the last collection of any kind.
    /// </summary>
    /// <param name="factor">Collects when the heap is this many times what was left then. Above 1. Default: 2.</param>
    /// <param name="minimumBytes">Growth below this many bytes never counts. Default: 32 MiB.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A factor of 1 or less, or a negative minimum.</exception>
    public static GcPolicy Growth(double factor = GrowthGcPolicy.DefaultFactor, long minimumBytes = GrowthGcPolicy.DefaultMinimumBytes) =>
        new GrowthGcPolicy(factor, minimumBytes);

    /// <summary>Makes a policy that collects when one of several wants to; the hardest of the answers wins.</summary>
    /// <param name="policies">At least one; each is asked every time.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentException">No policy, or a null among them.</exception>
    public static GcPolicy Any(params GcPolicy[] policies) => new CompositeGcPolicy(policies);

    /// <summary>Asks whether to collect now.</summary>
    /// <param name="boundary">Where the run is.</param>
    /// <param name="sample">Memory now.</param>
    /// <param name="sinceCollection">What all runs have done since the last forced collection.</param>
    /// <returns>The answer; <see cref="GcDecision.None"/> means not now.</returns>
    public GcDecision Decide(CollectionBoundary boundary, in MemorySample sample, in CollectionProgress sinceCollection) =>
        DecideCore(boundary, sample, sinceCollection);

    /// <inheritdoc cref="Decide"/>
    protected abstract GcDecision DecideCore(
        CollectionBoundary boundary, in MemorySample sample, in CollectionProgress sinceCollection);
}
