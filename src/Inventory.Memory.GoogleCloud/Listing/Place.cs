using System.Text;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Selection;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>A zone, a region, another location or <c>global</c> of a project, and what all of a collection's resources there share.</summary>
internal sealed class Place
{
    /// <summary>As a location of a scope: every one of them.</summary>
    public const string Everywhere = "-";

    private const string Zones = "zones/";
    private const string Regions = "regions/";
    private const string Locations = "locations/";
    private const string Organizations = "organizations/";
    private const string Folders = "folders/";

    private Place(string location, string assetType, bool isWanted, byte[] namePrefix)
    {
        Location = location;
        AssetType = assetType;
        IsWanted = isWanted;
        NamePrefix = namePrefix;
    }

    public string Location { get; }

    public string AssetType { get; }

    public bool IsWanted { get; }

    /// <summary>A full resource name up to the resource's own, for resources without a selfLink.</summary>
    public ReadOnlyMemory<byte> NamePrefix { get; }

    /// <summary>The place that a scope's key means, or the node that it is, such as <c>zones/us-central1-a</c>, <c>global</c>, or <c>project</c>.</summary>
    public static Place Parse(GoogleCloudSource source, string key)
    {
        var (kind, location) = ParseKey(key);
        var entry = source.Entry;
        var path = kind == ScopeKind.Project ? "" : key + "/";
        var above = kind.IsNode() ? ResourceNames.ListOf(entry, kind, key) : $"projects/{source.Project}/{path}{entry.Segment}";
        var prefix = $"//{entry.Service.NameHost ?? entry.Service.Host}/{above}/";
        location = kind.IsNode() ? LocationFilter.Global : location;
        return new Place(location, entry.AssetType(kind), source.Wants(kind, location), Encoding.UTF8.GetBytes(prefix));
    }

    /// <summary>A location that a resource itself names.</summary>
    public static Place At(GoogleCloudSource source, ScopeKind kind, string location) =>
        new(location, source.Entry.AssetType(kind), source.Wants(kind, location), []);

    public static (ScopeKind Kind, string Location) ParseKey(string key) => key switch
    {
        _ when key.StartsWith(Zones, StringComparison.Ordinal) => (ScopeKind.Zone, key[Zones.Length..]),
        _ when key.StartsWith(Regions, StringComparison.Ordinal) => (ScopeKind.Region, key[Regions.Length..]),
        Locations + Everywhere => (ScopeKind.AllLocations, Everywhere),
        _ when key.StartsWith(Locations, StringComparison.Ordinal) => (ScopeKind.Location, key[Locations.Length..]),
        _ when key.StartsWith(Organizations, StringComparison.Ordinal) => (ScopeKind.Organization, key),
        _ when key.StartsWith(Folders, StringComparison.Ordinal) => (ScopeKind.Folder, key),
        "project" => (ScopeKind.Project, LocationFilter.Global),
        "aggregated" => (ScopeKind.Aggregated, LocationFilter.Global),
        _ => (ScopeKind.Global, key),
    };

    /// <summary>The part of a name after <c>locations/</c>, <c>regions/</c> or <c>zones/</c>; empty where there is none.</summary>
    public static ReadOnlySpan<byte> LocationIn(ReadOnlySpan<byte> name)
    {
        foreach (var part in name.Split((byte)'/'))
        {
            if (name[part] is var word && (word.SequenceEqual("locations"u8) || word.SequenceEqual("regions"u8) || word.SequenceEqual("zones"u8)))
            {
                var rest = name[Math.Min(part.End.Value + 1, name.Length)..];
                var end = rest.IndexOf((byte)'/');
                return end < 0 ? rest : rest[..end];
            }
        }

        return default;
    }
}
