using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>An estate made up on request: the same for the same seed, of any size, in no memory of its own.</summary>
internal sealed class GeneratedEstate : Estate
{
    /// <summary>Resource numbers have nine digits.</summary>
    public const long MaxResources = 999_999_999;

    private readonly Dictionary<CatalogEntry, GeneratedCollection> _collections = [];
    private readonly Dictionary<CatalogEntry, GeneratedChildren> _children = [];
    private readonly GoogleCatalog _catalog;
    private readonly TemplateSet _templates = new();

    /// <param name="catalog">What there is.</param>
    /// <param name="seed">The same seed gives the same estate.</param>
    /// <param name="spread">How resources are spread over zones, regions and locations.</param>
    /// <param name="resources">Resources in each collection that is not one of children; of each project, folder and organisation.</param>
    /// <param name="overrides">Other numbers; of children, below each parent.</param>
    public GeneratedEstate(GoogleCatalog catalog, ulong seed, EstateSpread spread, long resources, IReadOnlyDictionary<CatalogEntry, long> overrides)
        : base(new Locations())
    {
        _catalog = catalog;
        foreach (var entry in catalog.Collections.Where(entry => !entry.IsEmbedded && !LocationList.Lists(entry)))
        {
            if (entry.Parent is not null)
            {
                _children[entry] = new GeneratedChildren(entry, seed, overrides.TryGetValue(entry, out var below) ? below : null, _templates, Locations);
            }
            else
            {
                var count = entry.IsSingle ? 1 : overrides.GetValueOrDefault(entry, resources);
                if (entry.IsOfNodes)
                {
                    _children[entry] = new GeneratedChildren(entry, seed, count, _templates, Locations);
                }

                if (!entry.IsOfProjects)
                {
                    continue;
                }

                _collections[entry] = new GeneratedCollection(entry, _collections.Count + 1, seed, spread, count, Locations, _templates);
            }
        }
    }

    protected override ResourceList? Open(ListCall call)
    {
        if (LocationList.Lists(call.Entry))
        {
            return new LocationList(call, Locations, _templates);
        }

        if (call.IsForNode)
        {
            return _children[call.Entry].Open(call);
        }

        if (call.Kind == ScopeKind.Parent)
        {
            return Exists(call.ParentEntry!, call.Parent) ? _children[call.Entry].Open(call) : null;
        }

        var collection = _collections[call.Entry];
        return call.IsAggregated || call.IsForAllPlaces
            ? collection.All(call.Project)
            : collection.In(call.Project, PlaceOf(call));
    }

    private static ScopeName PlaceOf(ListCall call) => call.Kind switch
    {
        ScopeKind.AllLocations => new ScopeName(ScopeKind.Location, call.Location),
        ScopeKind.Project => new ScopeName(ScopeKind.Global, ""),
        ScopeKind.Location when call.Location == Locations.Global && call.Entry.Methods.ContainsKey(ScopeKind.Project) => new ScopeName(ScopeKind.Global, ""),
        _ => new ScopeName(call.Kind, call.Location),
    };

    /// <summary>Whether there is a resource of that name: its number says so, and that of each that it is below.</summary>
    private bool Exists(CatalogEntry entry, string name)
    {
        if (entry.IsSingle)
        {
            return true;
        }

        if (GeneratedChildren.NumberOf(name) is not { } number)
        {
            return false;
        }

        if (entry.Parent is not { } parent)
        {
            return _collections.TryGetValue(entry, out var collection) ? collection.Has(number, name) : number < _children[entry].Count(name);
        }

        var parts = name.Split('/');
        return parts.Length > 2
            && string.Join('/', parts[..^2]) is var above
            && number < _children[entry].Count(above)
            && Exists(_catalog.Find(parent)!, above);
    }
}
