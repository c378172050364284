namespace Inventory.Memory.Pressure;

/// <summary>How close memory is to its limit, and so what the governor does.</summary>
public enum PressureLevel
{
    /// <summary>Nothing to do.</summary>
    Normal,

    /// <summary>Collects when the policy says so; pages and look-ahead shrink.</summary>
    Elevated,

    /// <summary>Takes every step that gives memory back; nothing runs ahead; pauses before the next page.</summary>
    Critical,

    /// <summary>When all that did not help: the run stops, in order and resumable.</summary>
    Exhausted,
}
