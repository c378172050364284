namespace Inventory.Memory.Sources;

/// <summary>A scope cannot be read any further. The run turns it into an error record and goes on.</summary>
public sealed class ScopeFailedException : InventoryException
{
    /// <summary>
    /// The reason of a page token that the server no longer knows. Where the run's outputs can be taken back, the scope is
    /// read again from its start.
    /// </summary>
    public const string StalePageToken = "stalePageToken";

    /// <summary>Creates the exception.</summary>
    /// <param name="state">How the scope ends: failed, denied, disabled or partial; never complete or empty.</param>
    /// <param name="reason">A short, stable word for programs.</param>
    /// <param name="message">A sentence that names the value and, where there is one, the remedy.</param>
    /// <param name="innerException">What caused it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The state would hide that something is missing.</exception>
    public ScopeFailedException(ScopeState state, string reason, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ScopeStates.ThrowIfNotMissing(state, nameof(state));
        State = state;
        Reason = reason;
    }

    /// <summary>How the scope ends.</summary>
    public ScopeState State { get; }

    /// <summary>A short, stable word for programs.</summary>
    public string Reason { get; }

    /// <summary>The HTTP status of the last answer; null where there was none.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>What else is missing, as this failure shows: an error record before its own. Null, the default, is nothing.</summary>
    public ScopeNotice? Notice { get; init; }

    /// <summary>How many times the call was made.</summary>
    public int Attempts { get; init; } = 1;
}
