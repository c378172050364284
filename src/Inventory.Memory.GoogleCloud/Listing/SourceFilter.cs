using Inventory.Memory.GoogleCloud.Selection;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>What of each collection is wanted; the same for all sources of a selection.</summary>
internal sealed record SourceFilter(LocationFilter? Locations, string? Fields, int? PageSize);
