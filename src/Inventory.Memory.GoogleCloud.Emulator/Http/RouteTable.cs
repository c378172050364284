using System.Diagnostics.CodeAnalysis;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Finds the list method of a path, for every entry of a catalog.</summary>
internal sealed class RouteTable
{
    private readonly Node _root = new();

    public RouteTable(GoogleCatalog catalog)
    {
        foreach (var entry in catalog.Collections)
        {
            foreach (var kind in entry.Methods.Keys)
            {
                Add(entry, kind);
            }
        }
    }

    public bool TryFind(string path, [NotNullWhen(true)] out ListCall? call)
    {
        call = null;
        var node = _root;
        string project = "", location = "";
        foreach (var part in path.Trim('/').Split('/'))
        {
            if (node.Literals.TryGetValue(part, out var next))
            {
                node = next;
            }
            else if (node.Parameter is { } parameter)
            {
                node = parameter;
                project = node.Name == "{project}" ? part : project;
                location = node.Name == "{project}" ? location : part;
            }
            else
            {
                return false;
            }
        }

        if (node.Entry is null)
        {
            return false;
        }

        call = new ListCall
        {
            Entry = node.Entry,
            Kind = node.Kind,
            Project = project,
            Location = location,
            Path = path,
            Id = path.Trim('/')[node.Entry.Service.BasePath.Length..],
        };
        return true;
    }

    private void Add(CatalogEntry entry, ScopeKind kind)
    {
        var node = _root;
        foreach (var part in entry.Path(kind).Split('/'))
        {
            node = part.StartsWith('{')
                ? node.Parameter ??= new Node { Name = part }
                : node.Literals.TryGetValue(part, out var known) ? known : node.Literals[part] = new Node();
        }

        if (node.Entry is { } taken)
        {
            throw new InvalidOperationException($"'{taken.FullName}' and '{entry.FullName}' have the same path.");
        }

        node.Entry = entry;
        node.Kind = kind;
    }

    private sealed class Node
    {
        public string Name { get; init; } = "";

        public Dictionary<string, Node> Literals { get; } = new(StringComparer.Ordinal);

        public Node? Parameter { get; set; }

        public CatalogEntry? Entry { get; set; }

        public ScopeKind Kind { get; set; }
    }
}
