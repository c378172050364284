using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Gc;

/// <summary>
/// Says when a garbage collection is worth being forced. It only proposes: a governor keeps the distance between two
/// collections and the share of time they may take, whatever a policy says. The policies are those made here; several go
/// together with <see cref="Any"/>.
/// </summary>
/// <remarks>A policy may remember what it saw, so it belongs to one governor, which never asks from two threads at once.</remarks>
public abstract class GcPolicy
{
    private protected GcPolicy()
    {
    }

    /// <summary>Gets the policy that never collects; the runtime still does by itself.</summary>
    public static GcPolicy None { get; } = new NeverGcPolicy();

    /// <summary>Gets a new policy of <see cref="Threshold"/> with its defaults: nothing is forced until 80 % of a limit are in use.</summary>
    public static GcPolicy Default => Threshold();

    /// <summary>
    /// Makes a policy that collects when the pressing gauge passes a share of its limit; then not again before usage has
    /// fallen below a lower share, or has risen by a twentieth of the limit since.
    /// </summary>
    /// <param name="threshold">Share of the limit from which on to collect: above 0, at most 1. Default: 0.80.</param>
    /// <param name="rearm">
    /// Share below which it is armed again: above 0, below the threshold. Default: threshold - 0.08, or half of a
    /// threshold below 0.16.
    /// </param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of its range.</exception>
    public static GcPolicy Threshold(double threshold = ThresholdGcPolicy.DefaultThreshold, double? rearm = null) =>
        new ThresholdGcPolicy(threshold, rearm);

    /// <summary>
    /// Makes a policy that collects each time one of these amounts of work is done, pressed or not. Rarely right (a forced
    /// collection in the steady state tends to raise the peak); for those who want the rhythm of the classic collectors.
    /// </summary>
    /// <param name="scopes">Number of scopes, above 0; null = does not count.</param>
    /// <param name="records">Number of records, above 0; null = does not count.</param>
    /// <param name="bytes">Number of payload bytes, above 0; null = does not count.</param>
    /// <param name="interval">Time, above zero; null = does not count.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentException">No amount, or one of 0 or less.</exception>
    public static GcPolicy Periodic(long? scopes = null, long? records = null, long? bytes = null, TimeSpan? interval = null) =>
        new PeriodicGcPolicy(scopes, records, bytes, interval);

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

    /// <summary>Asks whether to collect now. At each page: it must be fast, and must not allocate unless it answers "collect".</summary>
    /// <param name="boundary">Where the run is.</param>
    /// <param name="sample">Memory now.</param>
    /// <param name="sinceCollection">What all runs have done since the last forced collection.</param>
    /// <returns>The answer; <see cref="GcDecision.None"/> means not now.</returns>
    internal abstract GcDecision Decide(
        CollectionBoundary boundary, in MemorySample sample, in CollectionProgress sinceCollection);
}
