namespace Inventory.Memory;

/// <summary>How one scope of one collection ended. Every scope ends in exactly one of these.</summary>
public enum ScopeState
{
    /// <summary>Everything the scope holds was handed out, and that was at least one resource.</summary>
    Complete,

    /// <summary>The scope answered that it holds nothing.</summary>
    Empty,

    /// <summary>Something named by an error record is missing; the rest was handed out.</summary>
    Partial,

    /// <summary>The API is not enabled there: an answer, not a failure.</summary>
    Disabled,

    /// <summary>The caller may not list this.</summary>
    Denied,

    /// <summary>The list could not be read; what was handed out before is valid.</summary>
    Failed,

    /// <summary>The scope was not attempted, as after the deadline.</summary>
    Skipped,

    /// <summary>The run stopped itself here, at the memory ceiling.</summary>
    Stopped,
}
