namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>One version of one Google API as the catalog describes it: a data file, never a class of its own.</summary>
/// <remarks>Immutable once it is part of a <see cref="GoogleCatalog"/>, so safe for any number of threads.</remarks>
public sealed class CatalogService
{
    /// <summary>The first part of the host name and of every collection's name, such as <c>compute</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The prefix of asset types and, unless <see cref="NameHost"/> says otherwise, of names: <c>compute.googleapis.com</c>.</summary>
    public required string Host { get; init; }

    /// <summary>The host in full resource names, where Cloud Asset Inventory writes another one (<c>cloudsql.googleapis.com</c>).</summary>
    public string? NameHost { get; init; }

    /// <summary>The API version, as records carry it in <c>resource.version</c>.</summary>
    public required string Version { get; init; }

    /// <summary>What stands between the host and a path, such as <c>compute/v1/</c>.</summary>
    public required string BasePath { get; init; }

    /// <summary>The query parameter that carries a page token; null where lists have no pages.</summary>
    public string? PageTokenParameter { get; init; }

    /// <summary>The query parameter that limits the resources of a page; null where there is none.</summary>
    public string? PageSizeParameter { get; init; }

    /// <summary>The most resources that the API puts on one page. 1 to 10,000.</summary>
    /// <value>1,000.</value>
    public int MaxPageSize { get; init; } = 1000;

    /// <summary>Where an answer has the token of the next page.</summary>
    /// <value><c>nextPageToken</c>.</value>
    public string NextPageTokenPath { get; init; } = "nextPageToken";

    /// <summary>The query parameter that asks for what can be had when some locations fail; null where there is none.</summary>
    public string? PartialSuccessParameter { get; init; }

    /// <summary>The query parameter that takes an expression of the API's own filter language; null where there is none.</summary>
    public string? FilterParameter { get; init; }

    /// <summary>The properties in which answers say what is missing from them, such as <c>unreachable</c>.</summary>
    public IReadOnlyList<string> PartialFailures { get; init; } = [];

    /// <summary>
    /// Path templates by scope; <c>{segment}</c>, <c>{project}</c>, <c>{region}</c>, <c>{zone}</c>, <c>{location}</c>,
    /// <c>{parent}</c> and <c>{node}</c> (<c>folders/123</c>) are filled in.
    /// </summary>
    public IReadOnlyDictionary<ScopeKind, string> Paths { get; init; } = new Dictionary<ScopeKind, string>();

    /// <summary>The path, from the host on, of the service's own list of locations; null where none is needed.</summary>
    public string? LocationsPath { get; init; }

    /// <inheritdoc cref="CatalogEntry.Items"/>
    public string? Items { get; init; }

    /// <inheritdoc cref="CatalogEntry.NameTemplate"/>
    public string? NameTemplate { get; init; }

    /// <inheritdoc cref="CatalogEntry.LocationPath"/>
    public string? LocationPath { get; init; }

    /// <inheritdoc cref="CatalogEntry.LabelsPath"/>
    public string LabelsPath { get; init; } = "labels";

    /// <summary>The groups that every collection of the service belongs to, such as <c>CloudStorage</c>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The collections, in the order in which they are collected.</summary>
    public required IReadOnlyList<CatalogEntry> Collections { get; init; }

    /// <summary>The service's own list of locations as a collection; null where there is none.</summary>
    public CatalogEntry? LocationsEntry => LocationsPath is null ? null : field ??= MakeLocationsEntry(LocationsPath);

    private CatalogEntry MakeLocationsEntry(string path)
    {
        var entry = new CatalogEntry
        {
            Name = "locations",
            Type = "Location",
            Methods = new Dictionary<ScopeKind, string> { [ScopeKind.Project] = "projects.locations.list" },
            Paths = new Dictionary<ScopeKind, string> { [ScopeKind.Project] = path },
            Reference = true,

            // A location without its id must not be missing unseen: it is left out and reported, as any item without a name.
            NameTemplate = "projects/{project}/locations/{locationId}",
        };

        // A service of its own: the path begins at the host, and the pages are the common ones even where the service has others.
        entry.Service = new CatalogService
        {
            Service = Service,
            Host = Host,
            Version = Version,
            BasePath = "",
            PageTokenParameter = "pageToken",
            PageSizeParameter = "pageSize",
            Collections = [entry],
        };
        return entry;
    }
}
