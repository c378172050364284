using Inventory.Memory.GoogleCloud.Selection;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>What of each collection is wanted; the same for all sources of a selection.</summary>
/// <param name="Locations">Which places; null: all.</param>
/// <param name="Fields">Which properties of a resource; null: all.</param>
/// <param name="PageSize">Resources a page; null: as the options say.</param>
internal sealed record SourceFilter(LocationFilter? Locations, string? Fields, int? PageSize)
{
    /// <summary>Labels that a resource must have; what belongs to a resource comes with it.</summary>
    public LabelFilter? Labels { get; init; }

    /// <summary>An expression of the API's own filter language, for lists that are not of children.</summary>
    public string? Expression { get; init; }
}
