namespace Inventory.Memory.GoogleCloud.Emulator.Faults;

/// <summary>One scripted fault: which calls it meets, and what it does to them.</summary>
/// <remarks>
/// What is null matches everything. Of several rules that match a call, the first one that has
/// <see cref="Times"/> left is used; unreachable scopes add up. Read once, when the emulator starts.
/// </remarks>
public sealed class EmulatorFault
{
    /// <summary>What happens.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>A list method, such as <c>compute.instances.aggregatedList</c>; upper and lower case are the same.</summary>
    public string? Method { get; init; }

    /// <summary>A collection, such as <c>compute.instances</c> or <c>instances</c>.</summary>
    public string? Collection { get; init; }

    /// <summary>The scope called: <c>zones/us-central1-a</c>, <c>global</c>, <c>aggregated</c>, <c>project</c>.</summary>
    public string? Scope { get; init; }

    /// <summary>A project.</summary>
    public string? Project { get; init; }

    /// <summary>The number of the page within its list, from 0.</summary>
    public int? Page { get; init; }

    /// <summary>How many matching calls pass unharmed before the first fault.</summary>
    public int Skip { get; init; }

    /// <summary>How many calls it meets; null is every one.</summary>
    public int? Times { get; init; }

    /// <summary>The HTTP status of <see cref="FaultKind.Status"/> (null: 503) and <see cref="FaultKind.HtmlBody"/> (null: 200).</summary>
    public int? Status { get; init; }

    /// <summary>The reason in the error body, such as <c>rateLimitExceeded</c>; null: <c>backendError</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The message in the error body.</summary>
    public string? Message { get; init; }

    /// <summary>The Retry-After header, in seconds; null: none.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The whole body of <see cref="FaultKind.Status"/> or <see cref="FaultKind.HtmlBody"/>, instead of Google's error body.</summary>
    public string? Body { get; init; }

    /// <summary>Bytes of the body that come first, for faults in the middle of one; 0 by default.</summary>
    public long AfterBytes { get; init; }

    /// <summary>The size of a huge item in bytes; 0 by default, and at least what its name and link need.</summary>
    public long ItemBytes { get; init; }

    /// <summary>The rate of a slow drip in bytes a second; 1,024 by default.</summary>
    public long BytesPerSecond { get; init; } = 1024;

    /// <summary>The scope that is unreachable: <c>zones/us-central1-b</c>, <c>regions/us-east1</c>, <c>global</c>.</summary>
    public string? Unreachable { get; init; }
}
