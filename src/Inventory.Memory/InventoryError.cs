namespace Inventory.Memory;

/// <summary>What is missing from an inventory, and why. Immutable, may be kept.</summary>
public sealed class InventoryError
{
    /// <summary>The longest <see cref="Message"/> in characters; a server's longer text is cut there.</summary>
    public const int MaxMessageLength = 2048;

    /// <summary>The collection that was being listed.</summary>
    public required string Collection { get; init; }

    /// <summary>The project (or account) that was being listed, where the source has one.</summary>
    public string? Project { get; init; }

    /// <inheritdoc cref="Sources.ResourceSource.Parent"/>
    public string? Parent { get; init; }

    /// <summary>The asset type of what is missing: the collection's first where it has several.</summary>
    public string? AssetType { get; init => field = BoundedText.CutOptional(value, BoundedText.MaxPlaceLength); }

    /// <summary>The location of what is missing; null where it is the whole scope.</summary>
    public string? Location { get; init => field = BoundedText.CutOptional(value, BoundedText.MaxPlaceLength); }

    /// <summary>What the failure means for the scope.</summary>
    public required ScopeState State { get; init; }

    /// <summary>A short, stable word for programs, such as <c>rateLimitExceeded</c> or <c>itemTooLarge</c>.</summary>
    public required string Reason { get; init => field = BoundedText.Cut(value, BoundedText.MaxWordLength); }

    /// <summary>A sentence for people, never empty; at most <see cref="MaxMessageLength"/> characters.</summary>
    public required string Message { get; init => field = BoundedText.Cut(value, MaxMessageLength); }

    /// <summary>The HTTP status of the last answer; null where there was none.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>How many times the call was made; 0 where it was not made at all.</summary>
    public int Attempts { get; init; }

    /// <summary>The exception behind the failure, where there was one.</summary>
    public Exception? Exception { get; init; }

    /// <summary>State, collection, location and message in one line.</summary>
    public override string ToString() => $"{Collection} {Location ?? "*"}: {State} ({Reason}): {Message}";
}
