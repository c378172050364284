using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>A place that resources are in, as aggregated answers name it.</summary>
/// <param name="Kind">Zone, region, location, global or project.</param>
/// <param name="Location">The zone, region or location; empty for the others.</param>
internal readonly record struct ScopeName(ScopeKind Kind, string Location)
{
    /// <summary><c>zones/us-central1-a</c>, <c>regions/us-central1</c>, <c>locations/eu</c>, <c>global</c>; empty for the project itself.</summary>
    public string Key => Kind switch
    {
        ScopeKind.Zone => $"zones/{Location}",
        ScopeKind.Region => $"regions/{Location}",
        ScopeKind.Location => $"locations/{Location}",
        ScopeKind.Global => "global",
        _ => "",
    };

    /// <summary>The kinds of scopes that a collection's resources are in, within a project.</summary>
    public static ScopeKind[] KindsOf(CatalogEntry entry)
    {
        if (entry.NameTemplate is not null)
        {
            return [.. OfProjects(entry).Select(kind => PlaceOf(entry, kind)).Distinct().Order()];
        }

        var kinds = OfProjects(entry).Where(kind => kind != ScopeKind.Aggregated).Order().ToArray();

        // Compute's collections that only have an aggregated list (networkEdgeSecurityServices) are regional.
        return kinds.Length > 0 ? kinds : [ScopeKind.Region];
    }

    /// <summary>Every scope of a collection, in the order of an aggregated answer.</summary>
    public static ScopeName[] AllOf(CatalogEntry entry, Locations locations) =>
        [.. KindsOf(entry).SelectMany(kind => Expand(entry, kind, locations))];

    private static IEnumerable<ScopeKind> OfProjects(CatalogEntry entry) => entry.Methods.Keys.Where(kind => kind is not (ScopeKind.Organization or ScopeKind.Folder));

    /// <summary>Where resources are that a method of a service lists.</summary>
    private static ScopeKind PlaceOf(CatalogEntry entry, ScopeKind kind) => kind switch
    {
        ScopeKind.AllLocations => ScopeKind.Location,
        ScopeKind.Project => entry.LocationPath is not null ? ScopeKind.Location : ScopeKind.Global,
        _ => kind,
    };

    private static IEnumerable<ScopeName> Expand(CatalogEntry entry, ScopeKind kind, Locations locations) => kind switch
    {
        ScopeKind.Zone => locations.Zones.Select(zone => new ScopeName(ScopeKind.Zone, zone)),
        ScopeKind.Region => locations.Regions.Select(region => new ScopeName(ScopeKind.Region, region)),
        // Where there is a call for the project, too, that is the one for what is global.
        ScopeKind.Location => locations.Of(entry).Where(location => location != Locations.Global || !entry.Methods.ContainsKey(ScopeKind.Project)).Select(location => new ScopeName(ScopeKind.Location, location)),
        _ => [new ScopeName(kind, "")],
    };
}
