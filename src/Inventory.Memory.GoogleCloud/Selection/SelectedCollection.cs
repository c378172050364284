using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary>A collection, and which of its resources are wanted: by the kind of scope they live in.</summary>
internal sealed class SelectedCollection(CatalogEntry entry, IReadOnlySet<ScopeKind> kinds)
{
    public CatalogEntry Entry { get; } = entry;

    /// <summary>The asset types that can come, the plain one first.</summary>
    public IReadOnlyList<string> AssetTypes { get; } =
        [.. kinds.Select(entry.AssetType).Distinct(StringComparer.Ordinal).OrderBy(type => type.Length)];

    public bool Wants(ScopeKind kind) => kinds.Contains(kind);
}
