using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.GoogleCloud.Selection;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Assets;

/// <summary>Everything that Cloud Asset Inventory knows of an organisation, a folder or a project: one list, one scope.</summary>
/// <remarks>Safe to be opened by several runs at once.</remarks>
internal sealed class AssetInventorySource(
    ListContext context, string root, IReadOnlyList<string> assetTypes, string typeQuery, LocationFilter? locations, int? pageSize)
    : ResourceSource(AllAssets, assetTypes.Count > 0 ? assetTypes : ["cloudasset.googleapis.com/Asset"])
{
    /// <summary>The collection's name.</summary>
    public const string AllAssets = "cloudasset.assets";

    public ListContext Context => context;

    /// <summary>Such as <c>organizations/123</c>.</summary>
    public string Root => root;

    public string TypeQuery => typeQuery;

    public int? PageSize => pageSize;

    public bool Wants(string? location) => locations?.Wants(location ?? LocationFilter.Global) != false;

    protected override IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken) =>
        AsyncEnumerable.Repeat(new ResourceScope(root), 1);

    protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) => new AssetCursor(this, pageToken);
}
