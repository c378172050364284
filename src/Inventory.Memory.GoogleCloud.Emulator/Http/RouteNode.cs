using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>One part of the paths of list methods, and what can follow it.</summary>
internal sealed class RouteNode
{
    private const string Parent = "{parent}";

    private readonly Dictionary<string, RouteNode> _literals = new(StringComparer.Ordinal);

    /// <summary>Placeholders of one part, the ones with a verb (<c>{project}:searchApps</c>) first.</summary>
    private readonly List<(string Name, string Verb, RouteNode Node)> _parameters = [];

    /// <summary>Methods below a resource whose path has any number of parts: what follows it, and the method.</summary>
    private readonly List<(string[] After, Route Route)> _parents = [];

    private Route? _route;
    private bool _isAmbiguous;

    /// <returns>False where another method has the path; then neither is found.</returns>
    public bool TryAdd(ReadOnlySpan<string> parts, Route route)
    {
        if (parts.Length == 0)
        {
            _isAmbiguous = _route is not null;
            _route ??= route;
            return !_isAmbiguous;
        }

        if (parts[0] != Parent)
        {
            return Next(parts[0]).TryAdd(parts[1..], route);
        }

        _parents.Add((parts[1..].ToArray(), route));
        return true;
    }

    public ListCall? Find(ReadOnlySpan<string> parts, string path)
    {
        var found = new Found { Path = path, Id = string.Join('/', parts!) };
        return TryFind(parts, found) ? found.ToCall() : null;
    }

    private RouteNode Next(string part)
    {
        if (!part.StartsWith('{'))
        {
            return _literals.TryGetValue(part, out var literal) ? literal : _literals[part] = new RouteNode();
        }

        var end = part.IndexOf('}', StringComparison.Ordinal) + 1;
        var (name, verb) = (part[1..(end - 1)], part[end..]);
        var known = _parameters.FindIndex(parameter => parameter.Verb == verb);
        if (known >= 0)
        {
            return _parameters[known].Node;
        }

        var node = new RouteNode();
        _parameters.Insert(verb.Length > 0 ? 0 : _parameters.Count, (name, verb, node));
        return node;
    }

    private bool TryFind(ReadOnlySpan<string> parts, Found found)
    {
        if (parts.Length == 0)
        {
            found.Route = _isAmbiguous ? null : _route;
            return found.Route is not null;
        }

        if (_literals.TryGetValue(parts[0], out var literal) && literal.TryFind(parts[1..], found))
        {
            return true;
        }

        foreach (var (name, verb, node) in _parameters)
        {
            if (parts[0].Length > verb.Length && parts[0].EndsWith(verb, StringComparison.Ordinal) && node.TryFind(parts[1..], found))
            {
                found.Set(name, parts[0][..^verb.Length]);
                return true;
            }
        }

        return TryFindParent(parts, found);
    }

    private bool TryFindParent(ReadOnlySpan<string> parts, Found found)
    {
        Route? only = null;
        foreach (var (after, route) in _parents)
        {
            var parent = parts[..Math.Max(0, parts.Length - after.Length)];
            if (parent.Length == 0 || !parts[parent.Length..].SequenceEqual(after) || !IsNameIn(parent, route.Parent!))
            {
                continue;
            }

            if (only is not null)
            {
                return false;
            }

            only = route;
            found.Parent = string.Join('/', parent!);
        }

        found.Route = only;
        return only is not null;
    }

    /// <summary>Whether a path can be that of a resource of the collection: its list, and an id.</summary>
    private static bool IsNameIn(ReadOnlySpan<string> path, CatalogEntry collection) =>
        path.Length == 1 || path[^2] == collection.Segment || collection.IsSingle;

    private sealed class Found
    {
        private string _project = "";
        private string _location = "";

        public required string Path { get; init; }

        public required string Id { get; init; }

        public Route? Route { get; set; }

        public string Parent { get; set; } = "";

        public void Set(string name, string value) => (_project, _location, Parent) = name switch
        {
            "project" => (value, _location, Parent),
            RouteTable.Organizations or RouteTable.Folders => (_project, _location, $"{name}/{value}"),
            _ => (_project, value, Parent),
        };

        public ListCall ToCall() => new()
        {
            Entry = Route!.Entry,
            Kind = Route.Kind,
            ParentEntry = Route.Parent,
            Project = _project,
            Location = _location,
            Parent = Parent,
            Path = Path,
            Id = Id[Math.Min(Id.Length, Route.Entry.Service.BasePath.Length)..],
        };
    }
}
