namespace Inventory.Memory;

/// <summary>How a run ended, or that it has not.</summary>
public enum RunState
{
    /// <summary>The run has not ended; a run that was never enumerated stays here.</summary>
    Running,

    /// <summary>Every scope ended complete, empty or disabled.</summary>
    Complete,

    /// <summary>Some scope ended partial, denied, failed or skipped.</summary>
    Partial,

    /// <summary>The run stopped itself at the memory ceiling.</summary>
    Stopped,

    /// <summary>The caller cancelled, or stopped enumerating before the end.</summary>
    Cancelled,

    /// <summary>Nothing answered, or enumerating ended with an exception.</summary>
    Failed,
}
