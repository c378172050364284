namespace Inventory.Memory.Sources;

/// <summary>Something that a list answer says is missing from it: a warning, an unreachable location, a resource too large.</summary>
/// <remarks>Its texts are cut where they are longer than an error's: a reason at 128 characters, a place or type at 512, the message at 2,048.</remarks>
public sealed class ScopeNotice
{
    /// <summary>A short, stable word for programs, such as <c>UNREACHABLE</c> or <c>itemTooLarge</c>.</summary>
    public required string Reason { get; init => field = BoundedText.Cut(value, BoundedText.MaxWordLength); }

    /// <summary>A sentence for people.</summary>
    public required string Message { get; init => field = BoundedText.Cut(value, InventoryError.MaxMessageLength); }

    /// <summary>The location that is missing; null where the notice is about the scope as a whole.</summary>
    public string? Location { get; init => field = BoundedText.CutOptional(value, BoundedText.MaxPlaceLength); }

    /// <summary>
    /// Another project, of whose same collection something is missing after all, such as one that was taken for one without that
    /// API; null for the source's own.
    /// </summary>
    public string? Project { get; init; }

    /// <summary>
    /// The name of a scope of the same source (or, with <see cref="Project"/>, of that project's; <see cref="ScopeResult.AllScopes"/> for all of them) that is missing as a whole and could be collected on its own, such as
    /// <c>zones/us-central1-a</c>; it is then listed among the scopes. Null where the notice is about something else.
    /// </summary>
    public string? Scope { get; init => field = BoundedText.CutOptional(value, BoundedText.MaxPlaceLength); }

    /// <summary>What it means for that location: failed where nothing of it came, partial (the default) where some did.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Complete or empty, which would hide that something is missing, or none of the states.</exception>
    public ScopeState State
    {
        get;
        init
        {
            ScopeStates.ThrowIfNotMissing(value, nameof(value));
            field = value;
        }
    } = ScopeState.Partial;

    /// <summary>The asset type that is concerned; null for the collection's first.</summary>
    public string? AssetType { get; init => field = BoundedText.CutOptional(value, BoundedText.MaxPlaceLength); }
}
