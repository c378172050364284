using System.Diagnostics.CodeAnalysis;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Hosting;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Finds the list method of a path, for every entry of a catalog.</summary>
/// <remarks>
/// Google's APIs have a host each; here they share one, so that a path begins with its service: <c>/run/v2/projects/…</c>.
/// Without it, a path is answered where no other service has the same.
/// </remarks>
internal sealed class RouteTable
{
    public const string Organizations = "organizations";
    public const string Folders = "folders";

    private readonly Dictionary<string, RouteNode> _services = new(StringComparer.Ordinal);
    private readonly RouteNode _shared = new();

    public RouteTable(GoogleCatalog catalog)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (var entry in catalog.Collections.Concat(catalog.Services.Select(service => service.LocationsEntry).OfType<CatalogEntry>()))
        {
            // Where folders and organisations share a path, the call itself says which of them it is for.
            foreach (var (kind, path) in entry.Methods.Keys.Select(kind => (kind, PathOf(entry, kind))).DistinctBy(route => route.Item2, StringComparer.Ordinal))
            {
                // Versions of a service share their list of locations.
                if (known.Add($"{entry.Service.Service} {path}") || entry.Name != "locations")
                {
                    Add(catalog, entry, kind, path);
                }
            }
        }
    }

    public bool TryFind(string path, [NotNullWhen(true)] out ListCall? call)
    {
        var parts = path.Trim('/').Split('/');
        call = _services.TryGetValue(parts[0], out var service) ? service.Find(parts.AsSpan(1), path) : null;
        call ??= _shared.Find(parts, path);
        return call is not null;
    }

    /// <summary>Nodes are two parts of a path: <c>folders/123</c>.</summary>
    private static string PathOf(CatalogEntry entry, ScopeKind kind)
    {
        var nodes = kind == ScopeKind.Folder ? Folders : Organizations;
        return entry.Path(kind).Replace("{node}", $"{nodes}/{{{nodes}}}", StringComparison.Ordinal);
    }

    private void Add(GoogleCatalog catalog, CatalogEntry entry, ScopeKind kind, string path)
    {
        if (!_services.TryGetValue(entry.Service.Service, out var service))
        {
            _services[entry.Service.Service] = service = new RouteNode();
        }

        var route = new Route(entry, kind, entry.Parent is { } parent ? catalog.Find(parent) : null);
        if (!service.TryAdd(path.Split('/'), route))
        {
            throw new InvalidOptionException($"'{entry.FullName}' has the path of another collection of '{entry.Service.Service}', '{path}': what it lists could not be told apart.");
        }

        _shared.TryAdd(path.Split('/'), route);
    }
}
