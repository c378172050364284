using System.Text;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>A zone, a region or <c>global</c> of a project, and what all of a collection's resources there share.</summary>
internal sealed class Place
{
    private Place(ScopeKind kind, string location, string assetType, bool isWanted, byte[] namePrefix)
    {
        Kind = kind;
        Location = location;
        AssetType = assetType;
        IsWanted = isWanted;
        NamePrefix = namePrefix;
    }

    public ScopeKind Kind { get; }

    public string Location { get; }

    public string AssetType { get; }

    public bool IsWanted { get; }

    /// <summary>A full resource name up to the resource's own, for resources without a selfLink.</summary>
    public ReadOnlyMemory<byte> NamePrefix { get; }

    /// <summary>The place that a scope's key means, such as <c>zones/us-central1-a</c>, <c>global</c>, or <c>project</c>.</summary>
    public static Place Parse(GoogleCloudSource source, string key)
    {
        var (kind, location) = ParseKey(key);
        var entry = source.Entry;
        var path = kind == ScopeKind.Project ? "" : key + "/";
        var prefix = $"//{entry.Service.Host}/projects/{source.Project}/{path}{entry.Segment ?? entry.Name}/";
        return new Place(kind, location, entry.AssetType(kind), source.Wants(kind, location), Encoding.UTF8.GetBytes(prefix));
    }

    public static (ScopeKind Kind, string Location) ParseKey(string key) => key switch
    {
        _ when key.StartsWith("zones/", StringComparison.Ordinal) => (ScopeKind.Zone, key["zones/".Length..]),
        _ when key.StartsWith("regions/", StringComparison.Ordinal) => (ScopeKind.Region, key["regions/".Length..]),
        "project" => (ScopeKind.Project, "global"),
        "aggregated" => (ScopeKind.Aggregated, "global"),
        _ => (ScopeKind.Global, key),
    };
}
