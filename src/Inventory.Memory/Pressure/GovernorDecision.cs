namespace Inventory.Memory.Pressure;

/// <summary>The governor's answer to a run: go on, or stop and why. The default value means go on.</summary>
internal readonly record struct GovernorDecision
{
    /// <summary>Gets whether the run must stop, in order.</summary>
    public bool ShouldStop => Message is not null;

    /// <summary>Gets the level after all that was done.</summary>
    public PressureLevel Level { get; init; }

    /// <summary>Gets the evidence and the remedy when the run must stop; null otherwise.</summary>
    public string? Message { get; init; }
}
