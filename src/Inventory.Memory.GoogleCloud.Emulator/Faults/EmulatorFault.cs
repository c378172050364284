namespace Inventory.Memory.GoogleCloud.Emulator.Faults;

/// <summary>One scripted fault: which calls it meets, and what it does to them.</summary>
/// <remarks>
/// What is null matches everything. Of several rules that match a call, the first one that has
/// <see cref="Times"/> left is used; unreachable scopes add up. Read once, when the emulator starts.
/// </remarks>
public sealed class EmulatorFault
{
    /// <summary>What happens.</summary>
    public required FaultKind Kind { get; set; }

    /// <summary>A list method, such as <c>compute.instances.aggregatedList</c>; upper and lower case are the same.</summary>
    public string? Method { get; set; }

    /// <summary>A collection, such as <c>compute.instances</c> or <c>instances</c>.</summary>
    public string? Collection { get; set; }

    /// <summary>The scope called: <c>zones/us-central1-a</c>, <c>global</c>, <c>aggregated</c>, <c>project</c>.</summary>
    public string? Scope { get; set; }

    /// <summary>A project.</summary>
    public string? Project { get; set; }

    /// <summary>The number of the page within its list, from 0.</summary>
    public int? Page { get; set; }

    /// <summary>How many matching calls pass unharmed before the first fault.</summary>
    public int Skip { get; set; }

    /// <summary>How many calls it meets; null is every one.</summary>
    public int? Times { get; set; }

    /// <summary>
    /// The share of matching calls that it meets, by chance: the same calls for the same seed, as long as they come in the
    /// same order. Over 0 to 1, which is every call and the default.
    /// </summary>
    public double Rate { get; set; } = 1;

    /// <summary>The HTTP status of <see cref="FaultKind.Status"/> (null: 503) and <see cref="FaultKind.HtmlBody"/> (null: 200).</summary>
    public int? Status { get; set; }

    /// <summary>The reason in the error body, such as <c>rateLimitExceeded</c>; null: <c>backendError</c>.</summary>
    public string? Reason { get; set; }

    /// <summary>The message in the error body.</summary>
    public string? Message { get; set; }

    /// <summary>The Retry-After header, in seconds; null: none.</summary>
    public int? RetryAfterSeconds { get; set; }

    /// <summary>The whole body of <see cref="FaultKind.Status"/> or <see cref="FaultKind.HtmlBody"/>, instead of Google's error body.</summary>
    public string? Body { get; set; }

    /// <summary>Bytes of the body that come first, for faults in the middle of one; 0 by default.</summary>
    public long AfterBytes { get; set; }

    /// <summary>The size of a huge item in bytes; 0 by default, and at least what its name and link need.</summary>
    public long ItemBytes { get; set; }

    /// <summary>The rate of a slow drip in bytes a second; 1,024 by default.</summary>
    public long BytesPerSecond { get; set; } = 1024;

    /// <summary>The scope that is unreachable: <c>zones/us-central1-b</c>, <c>regions/us-east1</c>, <c>global</c>.</summary>
    public string? Unreachable { get; set; }
}
