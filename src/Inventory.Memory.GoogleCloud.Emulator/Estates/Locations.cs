using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>Regions and zones by their real names, from cloud.google.com/compute/docs/regions-zones.</summary>
internal sealed class Locations
{
    private static readonly string[] s_known =
    [
        "africa-south1:abc", "asia-east1:abc", "asia-east2:abc", "asia-northeast1:abc", "asia-northeast2:abc",
        "asia-northeast3:abc", "asia-south1:abc", "asia-south2:abc", "asia-southeast1:abc", "asia-southeast2:abc",
        "australia-southeast1:abc", "australia-southeast2:abc", "europe-central2:abc", "europe-north1:abc",
        "europe-north2:abc", "europe-southwest1:abc", "europe-west1:bcd", "europe-west10:abc", "europe-west12:abc",
        "europe-west2:abc", "europe-west3:abc", "europe-west4:abc", "europe-west6:abc", "europe-west8:abc",
        "europe-west9:abc", "me-central1:abc", "me-central2:abc", "me-west1:abc", "northamerica-northeast1:abc",
        "northamerica-northeast2:abc", "northamerica-south1:abc", "southamerica-east1:abc", "southamerica-west1:abc",
        "us-central1:abcf", "us-east1:bcd", "us-east4:abc", "us-east5:abc", "us-south1:abc", "us-west1:abc",
        "us-west2:abc", "us-west3:abc", "us-west4:abc",
    ];

    public const string Global = "global";

    private readonly SortedSet<string> _regions = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _zones = new(StringComparer.Ordinal);

    /// <param name="moreRegions">Regions that are not among the known ones, such as recorded ones.</param>
    /// <param name="moreZones">Zones that are not among the known ones; their regions come with them.</param>
    public Locations(IEnumerable<string>? moreRegions = null, IEnumerable<string>? moreZones = null)
    {
        foreach (var known in s_known)
        {
            var region = known[..known.IndexOf(':', StringComparison.Ordinal)];
            _regions.Add(region);
            _zones.UnionWith(known[(region.Length + 1)..].Select(letter => $"{region}-{letter}"));
        }

        _regions.UnionWith(moreRegions ?? []);
        _zones.UnionWith(moreZones ?? []);
        _regions.UnionWith(_zones.Select(RegionOf));
        Regions = [.. _regions];
        Zones = [.. _zones];
    }

    public IReadOnlyList<string> Regions { get; }

    public IReadOnlyList<string> Zones { get; }

    /// <summary>The locations of a service: the regions, and the one of what is global where the service has such resources there.</summary>
    public IEnumerable<string> Of(CatalogEntry entry) => HasGlobal(entry) ? Regions.Append(Global) : Regions;

    public bool Has(CatalogEntry entry, string location) => HasRegion(location) || (location == Global && HasGlobal(entry));

    public static string RegionOf(string zone) => zone[..Math.Max(0, zone.LastIndexOf('-'))];

    public bool HasRegion(string name) => _regions.Contains(name);

    public bool HasZone(string name) => _zones.Contains(name);

    private static bool HasGlobal(CatalogEntry entry) =>
        entry.Service.Service is "cloudkms" or "cloudbuild";

    public string FirstZone(string region) => _zones.FirstOrDefault(zone => RegionOf(zone) == region) ?? $"{region}-a";
}
