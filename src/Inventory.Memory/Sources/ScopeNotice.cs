namespace Inventory.Memory.Sources;

/// <summary>Something that a list answer says is missing from it: a warning, an unreachable location, a resource too large.</summary>
public sealed class ScopeNotice
{
    /// <summary>A short, stable word for programs, such as <c>UNREACHABLE</c> or <c>itemTooLarge</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Message { get; init; }

    /// <summary>The location that is missing; null where the notice is about the scope as a whole.</summary>
    public string? Location { get; init; }

    /// <summary>What it means for that location: failed where nothing of it came, partial (the default) where some did.</summary>
    public ScopeState State { get; init; } = ScopeState.Partial;

    /// <summary>The asset type that is concerned; null for the collection's first.</summary>
    public string? AssetType { get; init; }
}
