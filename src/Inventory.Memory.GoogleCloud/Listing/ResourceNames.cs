using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Full resource names, and the short form of them that names the scope of a resource's children.</summary>
internal static class ResourceNames
{
    private const string Projects = "projects/";

    /// <summary>A full name without its host and its project: <c>locations/l/keyRings/k</c>, <c>apps/a/services/s</c>.</summary>
    public static string Relative(string fullName)
    {
        var name = fullName[(fullName.IndexOf('/', 2) + 1)..];
        if (!name.StartsWith(Projects, StringComparison.Ordinal))
        {
            return name;
        }

        var end = name.IndexOf('/', Projects.Length);
        return end < 0 ? "" : name[(end + 1)..];
    }

    /// <summary>The path of a node's list without what stands before the names of resources: <c>locations/global/firewallPolicies</c>.</summary>
    public static string ListOf(CatalogEntry entry, ScopeKind kind, string node) =>
        entry.Path(kind)[entry.Service.BasePath.Length..].Replace("{node}", node, StringComparison.Ordinal);

    /// <summary>The full name of a resource from its short form.</summary>
    public static string Full(CatalogEntry entry, string? project, string relative)
    {
        var host = entry.Service.NameHost ?? entry.Service.Host;
        var isInProject = project is not null && entry.Methods.Keys.Any(kind => entry.Path(kind).Contains($"{Projects}{{project}}", StringComparison.Ordinal));
        return isInProject ? $"//{host}/{Projects}{project}/{relative}" : $"//{host}/{relative}";
    }
}
