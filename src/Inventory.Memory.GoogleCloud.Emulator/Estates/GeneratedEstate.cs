using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>An estate made up on request: the same for the same seed, of any size, in no memory of its own.</summary>
internal sealed class GeneratedEstate : Estate
{
    /// <summary>Resource numbers have nine digits.</summary>
    public const long MaxResources = 999_999_999;

    private readonly Dictionary<CatalogEntry, GeneratedCollection> _collections = [];
    private readonly TemplateSet _templates = new();

    public GeneratedEstate(GoogleCatalog catalog, ulong seed, Func<CatalogEntry, long> count)
        : base(new Locations())
    {
        foreach (var entry in catalog.Collections.Where(entry => !entry.Methods.ContainsKey(ScopeKind.Project)))
        {
            _collections[entry] =
                new GeneratedCollection(entry, _collections.Count + 1, seed, count(entry), Locations, _templates);
        }
    }

    protected override ResourceList? Open(ListCall call)
    {
        if (call.Kind == ScopeKind.Project)
        {
            return new LocationList(call, Locations, _templates);
        }

        var collection = _collections[call.Entry];
        return call.IsAggregated
            ? collection.All(call.Project)
            : collection.In(call.Project, new ScopeName(call.Kind, call.Location));
    }
}
