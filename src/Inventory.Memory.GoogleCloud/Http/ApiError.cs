using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>A classified failure, before it becomes an exception or is tried again.</summary>
internal sealed record ApiError(ErrorKind Kind, string Reason, string Message)
{
    public int? HttpStatus { get; init; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public Exception? Cause { get; init; }

    public ScopeState State => Kind switch
    {
        ErrorKind.Disabled => ScopeState.Disabled,
        ErrorKind.Denied => ScopeState.Denied,
        _ => ScopeState.Failed,
    };

    public ScopeFailedException ToException(int attempts) =>
        new(State, Reason, Message, Cause) { HttpStatus = HttpStatus, Attempts = attempts };
}
