using System.Buffers;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>The zones or regions themselves, consistent with the scopes of aggregated answers.</summary>
internal sealed class LocationList(ListCall call, Locations locations, TemplateSet templates)
    : ResourceList([new ScopeName(ScopeKind.Project, "")], [0, Names(call, locations).Count])
{
    /// <summary>Whether a collection is one of places: Compute's zones and regions, or another service's locations.</summary>
    public static bool Lists(CatalogEntry entry) => entry is { Service.Service: "compute", Name: "zones" or "regions" } || entry.Name == "locations";

    /// <inheritdoc/>
    public override void CopyTo(long index, int scope, IBufferWriter<byte> output)
    {
        var name = Names(call, locations)[(int)index];
        var place = new ScopeName(call.Entry.Name switch { "zones" => ScopeKind.Zone, "regions" => ScopeKind.Region, _ => ScopeKind.Location }, name);
        var baked = templates.For(call.Entry, ScopeKind.Project)[0].Bake(call.Project, place, locations);

        // The identity of a place is its name, so that a new zone leaves the others' ids alone.
        var identity = Mixer.Hash(place.Key) >> 4;
        baked.CopyTo(output.GetSpan(baked.Length), index, identity, identity);
        output.Advance(baked.Length);
    }

    private static IReadOnlyList<string> Names(ListCall call, Locations locations) => call.Entry.Name switch
    {
        "zones" => locations.Zones,
        "regions" => locations.Regions,
        _ => [.. locations.Of(call.Entry)],
    };
}
