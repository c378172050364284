using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary>A collection, which of its resources are wanted, and what is wanted of that which belongs to them.</summary>
/// <param name="entry">The collection.</param>
/// <param name="kinds">The kinds of scope in which its own resources are wanted; none where only what belongs to them is.</param>
internal sealed class SelectedCollection(CatalogEntry entry, IReadOnlySet<ScopeKind> kinds)
{
    public CatalogEntry Entry => entry;

    /// <summary>Whether its own resources are handed out, or only what belongs to them.</summary>
    public bool IsHandedOut => kinds.Count > 0;

    /// <summary>Collections that are listed once for each of its resources.</summary>
    public IReadOnlyList<SelectedCollection> Children { get; init; } = [];

    /// <summary>Collections whose records come out of its resources without a call.</summary>
    public IReadOnlyList<CatalogEntry> Embedded { get; init; } = [];

    /// <summary>The asset types that can come, the plain one first.</summary>
    public IReadOnlyList<string> AssetTypes => field ??= FindAssetTypes();

    public bool Wants(ScopeKind kind) => kinds.Contains(kind) || !IsHandedOut;

    private string[] FindAssetTypes()
    {
        var own = IsHandedOut
            ? kinds.Select(entry.AssetType).Distinct(StringComparer.Ordinal).OrderBy(type => type.Length)
            : Enumerable.Empty<string>();
        string[] types = [.. own, .. Embedded.Select(embedded => embedded.AssetTypes[0])];
        return types.Length > 0 ? types : [entry.AssetTypes[0]];
    }
}
