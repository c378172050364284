namespace Inventory.Memory;

/// <summary>How one scope of one collection of one project ended. Immutable, may be kept.</summary>
public sealed class ScopeResult
{
    /// <summary>The project (or account); null where the source has none.</summary>
    public string? Project { get; init; }

    /// <inheritdoc cref="Sources.ResourceSource.Parent"/>
    public string? Parent { get; init; }

    /// <summary>The collection, such as <c>compute.disks</c>.</summary>
    public required string Collection { get; init; }

    /// <summary>The scope's name; <see cref="AllScopes"/> where the scopes could not be found, or were not looked for.</summary>
    public required string Scope { get; init; }

    /// <summary>How it ended.</summary>
    public required ScopeState State { get; init; }

    /// <summary>Resources handed out.</summary>
    public long Resources { get; init; }

    /// <summary>Error records handed out, without those that are entries of their own.</summary>
    public long Errors { get; init; }

    /// <summary>How many times the call that failed was made; 1 where none failed, 0 where none was made.</summary>
    public int Attempts { get; init; }

    /// <summary>Requests sent, repeated ones included.</summary>
    public long Requests { get; init; }

    /// <summary>Bytes of answers read, after decompression.</summary>
    public long Bytes { get; init; }

    /// <summary>The time from the beginning of the scope to its end.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>A short, stable word for programs; null where nothing is missing.</summary>
    public string? Reason { get; init; }

    /// <summary>Stands for every scope of a collection; as the collection: for whatever was still to be found when the deadline passed.</summary>
    public const string AllScopes = "*";

    /// <summary>
    /// The reason of a partial scope from which nothing is missing but places that are entries of their own: to complete
    /// it, only those need to be collected.
    /// </summary>
    public const string PlacesMissing = "placesMissing";
}
