using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary>Finds the collections that type globs ask for.</summary>
internal static class TypeSelector
{
    private static readonly ScopeKind[] s_places = [ScopeKind.Global, ScopeKind.Region, ScopeKind.Zone];

    public static IReadOnlyList<SelectedCollection> Select(GoogleCatalog catalog, IReadOnlyList<string> globs)
    {
        if (globs.Count == 0)
        {
            return [.. catalog.Collections.Where(entry => !entry.Reference).Select(entry => new SelectedCollection(entry, Kinds(entry)))];
        }

        foreach (var glob in globs)
        {
            ThrowIfUnknown(catalog, glob);
        }

        return
        [
            .. catalog.Collections
                .Select(entry => (Entry: entry, Kinds: globs.SelectMany(glob => Matches(entry, glob)).ToHashSet()))
                .Where(selected => selected.Kinds.Count > 0)
                .Select(selected => new SelectedCollection(selected.Entry, selected.Kinds)),
        ];
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
        Is(glob, entry.FullName) || Is(glob, entry.Name) ? Kinds(entry)
            : Kinds(entry).Where(kind => Is(glob, entry.AssetType(kind)) || Is(glob, ShortType(entry, kind)) || IsGroup(entry, kind, glob));

    private static bool IsGroup(CatalogEntry entry, ScopeKind kind, string glob) =>
        entry.Methods.TryGetValue(kind, out var method) && (Is(glob, Group(method)) || Is(glob, $"{entry.Service.Service}.{Group(method)}"));

    private static string Group(string method) => method[..method.LastIndexOf('.')];

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
        .Append(entry.FullName)
        .Append(entry.Name);
}
