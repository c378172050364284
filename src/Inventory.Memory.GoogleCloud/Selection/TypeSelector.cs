using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary>Finds the collections that type globs ask for, as trees: children under their parents.</summary>
internal static class TypeSelector
{
    private static readonly ScopeKind[] s_places = [ScopeKind.Global, ScopeKind.Region, ScopeKind.Zone];

    /// <summary>Every collection that is wanted, in the catalog's order.</summary>
    /// <exception cref="ArgumentException">A glob matches nothing.</exception>
    public static IReadOnlyList<CatalogEntry> Matching(GoogleCatalog catalog, TypeQuery query)
    {
        ThrowIfUnknown(catalog, query);
        return [.. catalog.Collections.Where(entry => Wanted(entry, query).Count > 0)];
    }

    /// <summary>The collections that are not children of others, in the catalog's order, each with what is wanted below it.</summary>
    /// <exception cref="ArgumentException">A glob matches nothing, or nothing is left.</exception>
    public static IReadOnlyList<SelectedCollection> Select(GoogleCatalog catalog, TypeQuery query)
    {
        ThrowIfUnknown(catalog, query);
        var wanted = catalog.Collections.ToDictionary(entry => entry, entry => Wanted(entry, query));
        SelectedCollection[] roots =
        [
            .. catalog.Collections.Where(entry => entry.Parent is null && entry.DerivedFrom.Count == 0).Select(entry => Build(catalog, entry, wanted)).OfType<SelectedCollection>(),
        ];
        return roots.Length > 0
            ? roots
            : throw new ArgumentException("Nothing is left to collect: every type that is asked for is excluded, or is a child where children are not wanted.", (string?)null);
    }

    /// <summary>Throws for a glob that can mean nothing where no folder and no organisation is asked.</summary>
    /// <exception cref="ArgumentException">A glob, or all that is left, matches what belongs to folders and organisations alone.</exception>
    public static void ThrowIfOnlyOfNodes(GoogleCatalog catalog, TypeQuery query)
    {
        var glob = query.Include.FirstOrDefault(glob => !catalog.Collections.Any(entry => IsInProjects(catalog, entry, Matches(entry, glob))));
        if (glob is not null || !catalog.Collections.Any(entry => IsInProjects(catalog, entry, Wanted(entry, query))))
        {
            var what = glob is null ? "All that is left to collect" : $"The type '{glob}'";
            throw new ArgumentException(
                $"{what} belongs to folders and organizations, and to no project. Name some with --organization or --folder, or find them with --all-projects.", (string?)null);
        }
    }

    private static bool IsInProjects(GoogleCatalog catalog, CatalogEntry entry, IEnumerable<ScopeKind> kinds) =>
        kinds.Any(kind => !kind.IsNode()) && (entry.Parent is null || catalog.RootOf(entry).IsOfProjects);

    private static HashSet<ScopeKind> Wanted(CatalogEntry entry, TypeQuery query)
    {
        if (!query.Children && entry.Methods.ContainsKey(ScopeKind.Parent))
        {
            return [];
        }

        HashSet<ScopeKind> kinds = query.Include.Count > 0
            ? [.. query.Include.SelectMany(glob => Matches(entry, glob))]
            : entry.Reference ? [] : Kinds(entry);
        kinds.ExceptWith(query.Exclude.SelectMany(glob => Matches(entry, glob)));
        return kinds;
    }

    /// <returns>Null where neither its resources nor anything that belongs to them is wanted.</returns>
    private static SelectedCollection? Build(GoogleCatalog catalog, CatalogEntry entry, Dictionary<CatalogEntry, HashSet<ScopeKind>> wanted)
    {
        var children = catalog.ChildrenOf(entry).Where(child => child.Within is null).Select(child => Build(catalog, child, wanted)).OfType<SelectedCollection>().ToArray();
        var embedded = catalog.ChildrenOf(entry).Where(child => child.Within is not null)
            .Concat(catalog.DerivedFrom(entry))
            .Where(inside => wanted[inside].Count > 0)
            .ToArray();
        return wanted[entry].Count == 0 && children.Length == 0 && embedded.Length == 0
            ? null
            : new SelectedCollection(entry, wanted[entry]) { Children = children, Embedded = embedded };
    }

    private static void ThrowIfUnknown(GoogleCatalog catalog, TypeQuery query)
    {
        foreach (var glob in query.Include.Concat(query.Exclude))
        {
            ThrowIfUnknown(catalog, glob);
        }
    }

    private static void ThrowIfUnknown(GoogleCatalog catalog, string glob)
    {
        if (!catalog.Collections.Any(entry => Matches(entry, glob).Any()))
        {
            var nearest = string.Join(", ", Glob.Nearest(glob, catalog.Collections.SelectMany(Names)));
            throw new ArgumentException(
                $"The type '{glob}' matches nothing that can be collected. {(nearest.Length > 0 ? $"Nearest: {nearest}." : "'inventory types' lists what there is.")}",
                (string?)null);
        }
    }

    /// <summary>The kinds of scope in which resources of the collection are wanted.</summary>
    private static IEnumerable<ScopeKind> Matches(CatalogEntry entry, string glob) =>
        Is(glob, entry.FullName) || Is(glob, entry.Name) || Groups(entry).Any(group => Is(glob, group)) ? Kinds(entry)
            : Kinds(entry).Where(kind => Is(glob, entry.AssetType(kind)) || Is(glob, ShortType(entry, kind)) || IsMethodGroup(entry, kind, glob));

    private static IEnumerable<string> Groups(CatalogEntry entry) => entry.Service.Groups.Concat(entry.Groups);

    /// <summary>Other methods than lists, such as <c>buckets.getIamPolicy</c>, belong to a group that means another collection.</summary>
    private static bool IsMethodGroup(CatalogEntry entry, ScopeKind kind, string glob) =>
        entry.Methods.TryGetValue(kind, out var method) && method.EndsWith(".list", StringComparison.Ordinal) && (Is(glob, MethodGroup(method)) || Is(glob, $"{entry.Service.Service}.{MethodGroup(method)}"));

    private static string MethodGroup(string method) => method[..method.LastIndexOf('.')];

    private static string ShortType(CatalogEntry entry, ScopeKind kind) => entry.Types.GetValueOrDefault(kind, entry.Type);

    private static bool Is(string glob, string name) => Glob.IsMatch(glob, name);

    /// <summary>Where resources of the collection live: all but the aggregated call itself.</summary>
    private static HashSet<ScopeKind> Kinds(CatalogEntry entry)
    {
        var kinds = entry.Methods.Keys.Where(kind => kind != ScopeKind.Aggregated).ToHashSet();
        return kinds.Count > 0 ? kinds : [.. s_places];
    }

    private static IEnumerable<string> Names(CatalogEntry entry) => Kinds(entry)
        .Select(kind => ShortType(entry, kind))
        .Concat(entry.AssetTypes)
        .Concat(Groups(entry))
        .Append(entry.FullName)
        .Append(entry.Name);
}
