using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Catalog;

/// <content>Where a collection is listed: methods, their paths, and what stands in these.</content>
internal static partial class CatalogRules
{
    private const string Project = "project";
    private const string Node = "node";

    /// <summary>What a path must have in it.</summary>
    private static readonly Dictionary<ScopeKind, string> s_places = new()
    {
        [ScopeKind.Region] = "region",
        [ScopeKind.Zone] = "zone",
        [ScopeKind.AllLocations] = "location",
        [ScopeKind.Location] = "location",
        [ScopeKind.Parent] = "parent",
        [ScopeKind.Organization] = Node,
        [ScopeKind.Folder] = Node,
    };

    private static IEnumerable<(string Property, string Problem)> FindInMethods(CatalogEntry entry, Func<string, CatalogEntry?> find)
    {
        foreach (var (kind, method) in entry.Methods)
        {
            if (method.IndexOf('.', StringComparison.Ordinal) <= 0)
            {
                yield return ("methods", $"'{method}' is no method; write it without the service, such as disks.list.");
            }

            if (!entry.Paths.ContainsKey(kind) && !entry.Service.Paths.ContainsKey(kind))
            {
                yield return ("paths", $"neither it nor its service has a path for the scope '{Scope(kind)}'.");
                continue;
            }

            if (FindInPath(entry, kind, find) is { } problem)
            {
                yield return ("paths", problem);
            }

            if (kind == ScopeKind.Location && entry.Service.LocationsPath is null)
            {
                yield return ("methods", "a method in the scope 'location' needs the service's 'locationsPath'.");
            }
        }
    }

    private static string? FindInPath(CatalogEntry entry, ScopeKind kind, Func<string, CatalogEntry?> find)
    {
        var path = entry.Path(kind);
        var place = s_places.GetValueOrDefault(kind);
        string[] known = [.. new[] { place, MayBeOfNodes(entry, kind, find) ? null : Project }.OfType<string>()];
        if (Bad(path, known) is { } placeholder)
        {
            return $"'{placeholder}' in '{path}' means nothing in the scope '{Scope(kind)}'; what does is {string.Join(", ", known.Select(InBraces))} and {{segment}}.";
        }

        // The body of a POST can say it instead, and for a node the query.
        return place is null || entry.Body is not null || path.Contains(InBraces(place), StringComparison.Ordinal) || (kind.IsNode() && Names(entry.Query, place))
            ? null
            : $"'{path}' must have {InBraces(place)} in it{(kind.IsNode() ? ", or 'query' must" : "")}: it is the path of the scope '{Scope(kind)}'.";
    }

    private static IEnumerable<(string Property, string Problem)> FindInQuery(CatalogEntry entry)
    {
        // One query is for all scopes: where some have a project and others a node, neither can be in it.
        string[] known = entry.IsOfNodes ? entry.IsOfProjects ? [] : [Node] : [Project];
        if (entry.Query is { } query && Bad(query, known) is { } placeholder)
        {
            yield return ("query", $"'{placeholder}' in 'query' means nothing{(known is [var only] ? $"; only {InBraces(only)} does" : ": it is for projects and for nodes alike")}.");
        }
    }

    /// <summary>Whether there may be no project to fill in: a folder's or an organisation's own, or what stands under such a resource.</summary>
    private static bool MayBeOfNodes(CatalogEntry entry, ScopeKind kind, Func<string, CatalogEntry?> find)
    {
        if (kind != ScopeKind.Parent)
        {
            return kind.IsNode();
        }

        // Bounded: a parent that leads in a circle is no reason to hang.
        var root = entry;
        for (var level = 0; level < ResourceCursor.MaxDepth && root?.Parent is { } parent; level++)
        {
            root = find(parent);
        }

        return root?.IsOfNodes == true;
    }

    private static bool Names(string? template, string placeholder) => template?.Contains(InBraces(placeholder), StringComparison.Ordinal) == true;

    private static string InBraces(string placeholder) => $"{{{placeholder}}}";
}
