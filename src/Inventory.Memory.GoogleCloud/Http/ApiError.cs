using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>A classified failure, before it becomes an exception or is tried again.</summary>
internal sealed record ApiError(ErrorKind Kind, string Reason, string Message)
{
    public int? HttpStatus { get; init; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The server's time when it answered, where it says so: its dates, and the minutes of its quotas, go by that.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Whether the same request may go better later.</summary>
    public bool CanBeRetried => Kind is ErrorKind.Transient or ErrorKind.Quota or ErrorKind.Malformed && !IsForToday;

    /// <summary>Whether a smaller page may go better: not where nobody was reached, or too much was asked by number.</summary>
    public bool MayBeTheSize => Kind is ErrorKind.Transient or ErrorKind.Malformed && Reason != ErrorClassifier.Unreachable;

    /// <summary>The quota of a day does not come back within minutes.</summary>
    public bool IsForToday { get; init; }

    /// <summary>Whether the list had begun: an API that was just disabled is no answer to it any more.</summary>
    public bool IsInTheMiddle { get; init; }

    /// <summary>The project that the answer is about, by number or id; null where the answer does not say it.</summary>
    public string? Consumer { get; init; }

    /// <summary>The API that the answer is about, such as <c>cloudkms.googleapis.com</c>; null where it does not say it.</summary>
    public string? Service { get; init; }

    /// <summary>
    /// Whether the API is not enabled in the project that is listed. What is said of another project, such as the caller's own, says
    /// nothing of what there is.
    /// </summary>
    public bool IsOfTheProject { get; init; }

    /// <summary>What else is missing, as this failure shows; null as a rule.</summary>
    public ScopeNotice? Notice { get; init; }

    public Exception? Cause { get; init; }

    public ScopeState State => Kind switch
    {
        ErrorKind.Disabled when IsOfTheProject && !IsInTheMiddle => ScopeState.Disabled,
        ErrorKind.Denied => ScopeState.Denied,
        _ => ScopeState.Failed,
    };

    public ScopeFailedException ToException(int attempts) =>
        new(State, Reason, Message, Cause) { HttpStatus = HttpStatus, Attempts = attempts, Notice = Notice };
}
