namespace Inventory.Memory.Gc;

/// <summary>A policy's answer: whether to collect, which generation, how hard, and why.</summary>
internal readonly record struct GcDecision
{
    /// <summary>Gets the answer "not now", which is also the default value.</summary>
    public static GcDecision None => default;

    /// <summary>Gets whether to collect.</summary>
    public bool ShouldCollect => Reason is not null;

    /// <summary>Gets the oldest generation to collect.</summary>
    public int Generation { get; private init; }

    /// <summary>
    /// Gets how hard: optimised leaves the last word to the runtime, aggressive gives memory back to the system.
    /// </summary>
    public GCCollectionMode Mode { get; private init; }

    /// <summary>Gets why, for the log; null when not to collect.</summary>
    public string? Reason { get; private init; }

    /// <summary>Makes the answer "collect".</summary>
    /// <param name="reason">Why, for the log.</param>
    /// <param name="generation">
    /// The oldest generation, 0 to 2. Young collections can raise resident memory; 2 is right as a rule.
    /// </param>
    /// <param name="mode">How hard. Aggressive needs generation 2.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ArgumentException">No reason, or aggressive with a young generation.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A generation that does not exist.</exception>
    public static GcDecision Collect(string reason, int generation = 2, GCCollectionMode mode = GCCollectionMode.Optimized)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        ArgumentOutOfRangeException.ThrowIfNegative(generation);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(generation, 2);
        if (mode == GCCollectionMode.Aggressive && generation != 2)
            throw new ArgumentException("An aggressive collection is one of generation 2.", nameof(mode));
        return new() { Reason = reason, Generation = generation, Mode = mode };
    }
}
