using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.Cli.Commands;

/// <summary>The catalog as a page in Markdown: <c>docs/catalog.md</c>.</summary>
internal static class CatalogPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="catalog">What there is.</param>
    /// <param name="entries">What it is about, in the catalog's order.</param>
    /// <param name="command">What made the page, for whoever wants to make it again.</param>
    public static void Write(TextWriter output, GoogleCatalog catalog, IReadOnlyList<CatalogEntry> entries, string command)
    {
        output.WriteLine($"""
            # Catalog

            Made by `{command}` from `src/Inventory.Memory.GoogleCloud/Catalog`; not edited by hand.

            Collections are in the order in which they are collected. Several methods: one call for the whole project where there is
            one, else, or with `-l`, one for each place; each scope needs the permission for its own method. Zones and regions are
            found with `compute.zones.list` and `compute.regions.list`. Reference data is collected only when asked for. Where a
            role stands instead of a permission, Google has none for that list. Datastore's namespaces need both of their permissions.
            Each permission is in one of Google's predefined roles: `PermissionTests` compares them.

            What has the scopes organization and folder belongs to these, and to no project: it comes with `--organization`,
            `--folder` and `--all-projects`, and needs the permission there.
            """);
        foreach (var service in entries.GroupBy(entry => entry.Service))
        {
            WriteService(output, catalog, service.Key, service);
        }
    }

    private static void WriteService(TextWriter output, GoogleCatalog catalog, CatalogService service, IEnumerable<CatalogEntry> entries)
    {
        output.WriteLine($"\n## {service.Service} {service.Version}\n");
        if (service.LocationsEntry is { } locations)
        {
            output.WriteLine($"Locations are found with {Code(locations.Methods.Values)}, which needs {Code([locations.Permission])}.\n");
        }

        output.WriteLine("| collection | asset types | scopes and methods | children | permission |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (var entry in entries)
        {
            string[] cells =
            [
                Code([entry.FullName]) + (entry.Reference ? "<br>reference data" : ""),
                Code(entry.AssetTypes),
                Source(entry),
                Code(catalog.ChildrenOf(entry).Select(child => child.FullName)),
                Code(entry.Permission.Split(", ")),
            ];
            output.WriteLine($"| {string.Join(" | ", cells)} |");
        }
    }

    private static string Source(CatalogEntry entry) => entry switch
    {
        { Within: { } property } => $"in its parent's `{property}`",
        { IsEmbedded: true } => $"derived from<br>{Code(entry.DerivedFrom)}",
        _ => string.Join("<br>", entry.Methods.Select(method => $"{TypesCommand.Name(method.Key)} `{method.Value}`")),
    };

    private static string Code(IEnumerable<string> words) => string.Join("<br>", words.Select(word => $"`{word}`"));
}
