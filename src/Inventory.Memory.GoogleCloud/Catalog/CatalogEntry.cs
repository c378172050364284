using System.Collections.ObjectModel;

namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>One group of list methods that together list each resource once, such as <c>compute.disks</c>.</summary>
/// <remarks>
/// Immutable once it is part of a <see cref="GoogleCatalog"/>, so safe for any number of threads. What is null is as
/// the <see cref="Service"/> has it.
/// </remarks>
public sealed class CatalogEntry
{
    private const string FromName = "name";

    /// <summary>The group's name within its service, such as <c>disks</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The resource's type without its host, such as <c>Disk</c>; also <c>resource.discoveryName</c> of a record.</summary>
    public required string Type { get; init; }

    /// <summary>The last part of the path; <see cref="Name"/> where it is not set. In most answers also the property that holds the items.</summary>
    public string Segment { get => field ?? Name; init; } = null!;

    /// <summary>
    /// The list methods by scope, without the service: <c>disks.aggregatedList</c>. None where the resources stand inside
    /// those of the parent (<see cref="Within"/>) or are derived from others (<see cref="DerivedFrom"/>).
    /// </summary>
    public IReadOnlyDictionary<ScopeKind, string> Methods { get; init; } = ReadOnlyDictionary<ScopeKind, string>.Empty;

    /// <summary>Path templates by scope that are not the service's.</summary>
    public IReadOnlyDictionary<ScopeKind, string> Paths { get; init; } = ReadOnlyDictionary<ScopeKind, string>.Empty;

    /// <summary>Asset types that differ from <see cref="Type"/> by scope, such as <c>RegionDisk</c>.</summary>
    public IReadOnlyDictionary<ScopeKind, string> Types { get; init; } = ReadOnlyDictionary<ScopeKind, string>.Empty;

    /// <summary>Whether this is reference data (machine types, zones, operations), collected only when asked for.</summary>
    public bool Reference { get; init; }

    /// <summary>More groups than the service's: of the guide's table, and the table's name of a type where it is another.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>
    /// Where an answer has its items, such as <c>items</c> or <c>batch/entityResults</c>; <c>.</c> where the answer is the
    /// one resource itself. Null: the last part of the path.
    /// </summary>
    public string? Items { get => field ?? Service?.Items; init; }

    /// <summary>False where the list has no pages although the service's others have.</summary>
    public bool Paged { get; init; } = true;

    /// <summary>The property of an item that is the page token after it, where the answer has none; a page without items is the last.</summary>
    public string? ItemTokenPath { get; init; }

    /// <inheritdoc cref="CatalogService.PageTokenParameter"/>
    public string? PageTokenParameter { get => field ?? (Paged ? Service?.PageTokenParameter : null); init; }

    /// <inheritdoc cref="CatalogService.PageSizeParameter"/>
    public string? PageSizeParameter { get => field ?? (Paged ? Service?.PageSizeParameter : null); init; }

    /// <inheritdoc cref="CatalogService.MaxPageSize"/>
    public int MaxPageSize { get => field > 0 ? field : Service?.MaxPageSize ?? 1; init; }

    /// <inheritdoc cref="CatalogService.FilterParameter"/>
    /// <remarks>Empty where the service's other lists have one and this one has not.</remarks>
    public string? FilterParameter { get => (field ?? Service?.FilterParameter) is { Length: > 0 } name ? name : null; init; }

    /// <inheritdoc cref="CatalogService.PartialFailures"/>
    public IReadOnlyList<string>? PartialFailures { get => field ?? Service?.PartialFailures; init; }

    /// <summary>
    /// More of the query, such as <c>projection=full</c>; <c>{project}</c> is filled in, or <c>{node}</c> where folders and
    /// organisations are asked; values are escaped already.
    /// </summary>
    public string? Query { get; init; }

    /// <summary>
    /// The body of a POST as JSON; null for a GET. The page parameters are then paths in it. <c>{project}</c>,
    /// <c>{parentId}</c> (the last part of the parent's name) and <c>{databaseId}</c> (empty for <c>(default)</c>) are filled in.
    /// </summary>
    public string? Body { get; init; }

    /// <summary>
    /// A full resource name without its host: <c>{project}</c>, <c>{location}</c>, <c>{parent}</c> (or the node), and properties of the
    /// resource by their path (<c>{datasetReference/datasetId}</c>; <c>{.}</c> is the item itself, where it is text).
    /// What stands in brackets is left out where its property is. Null: from <c>selfLink</c>, as Compute Engine has it.
    /// </summary>
    public string? NameTemplate { get => field ?? Service?.NameTemplate; init; }

    /// <summary>
    /// The property that says where a resource is; <c>name</c>: the part after <c>locations/</c>, <c>regions/</c> or
    /// <c>zones/</c> there. Null: the scope of the call. In a path a slash within a name is written <c>~1</c>.
    /// </summary>
    public string? LocationPath { get => field ?? Service?.LocationPath; init; }

    /// <summary>The property that holds the labels.</summary>
    /// <value><c>labels</c>.</value>
    public string? LabelsPath { get => field ?? Service?.LabelsPath; init; }

    /// <summary>The collection whose resources these are children of, with its service: <c>cloudkms.keyRings</c>.</summary>
    public string? Parent { get; init; }

    /// <summary>Which parents have such children: <c>property=value</c>; null: all.</summary>
    public string? When { get; init; }

    /// <summary>The property of the parent that holds these resources whole, so that no call is needed.</summary>
    public string? Within { get; init; }

    /// <summary>The collections, with their service, that these records are derived from; none for resources of an API.</summary>
    public IReadOnlyList<string> DerivedFrom { get; init; } = [];

    /// <summary>Whether a 404 that names the type means that there is none, as for App Engine's application.</summary>
    public bool AbsentIsEmpty { get; init; }

    /// <summary>How much of the API's quota one request takes, where a plain list takes 1; 1 to 100.</summary>
    public int QuotaCost { get; init; } = 1;

    /// <summary>The permission that listing needs, or several after commas, as a scope can have its own or need two; null: <c>service.name.list</c>.</summary>
    public string Permission { get => field ?? $"{Service?.Service}.{Name}.list"; init; } = null!;

    /// <summary>The service this collection belongs to.</summary>
    public CatalogService Service { get; internal set; } = null!;

    /// <summary>The name with its service: <c>compute.disks</c>.</summary>
    public string FullName => field ??= $"{Service.Service}.{Name}";

    /// <summary>Every asset type that records of this collection can have, the plain one first.</summary>
    public IReadOnlyList<string> AssetTypes => field ??= FindAssetTypes();

    /// <summary>Whether the resources come with other resources instead of by calls of their own.</summary>
    public bool IsEmbedded => Within is not null || DerivedFrom.Count > 0;

    /// <summary>Whether projects are asked for such resources.</summary>
    public bool IsOfProjects => Methods.Keys.Any(kind => !kind.IsNode());

    /// <summary>Whether folders and organisations are asked for such resources.</summary>
    public bool IsOfNodes => Methods.Keys.Any(ScopeKindExtensions.IsNode);

    /// <summary>Whether the answer is the one resource itself.</summary>
    public bool IsSingle => Items == ".";

    internal bool LocationIsInName => LocationPath == FromName;

    /// <summary>The asset type of a resource found in a scope of this kind.</summary>
    /// <param name="kind">Zone, region or global: the scope of the resource, not of the call.</param>
    public string AssetType(ScopeKind kind) => $"{Service.Host}/{Types.GetValueOrDefault(kind, Type)}";

    /// <summary>The path template of the list call in a scope, with <c>{project}</c>, <c>{location}</c>, <c>{parent}</c> … left open.</summary>
    /// <param name="kind">One of the keys of <see cref="Methods"/>.</param>
    /// <exception cref="KeyNotFoundException">The collection has no list method for that scope.</exception>
    public string Path(ScopeKind kind)
    {
        if (!Methods.ContainsKey(kind))
        {
            throw new KeyNotFoundException($"'{FullName}' has no list method in the scope '{kind}'.");
        }

        var template = Paths.GetValueOrDefault(kind) ?? Service.Paths[kind];
        return Service.BasePath + template.Replace("{segment}", Segment, StringComparison.Ordinal);
    }

    /// <summary>Where the answer of a call in such a scope has its items.</summary>
    /// <param name="kind">One of the keys of <see cref="Methods"/>.</param>
    public string ItemsPath(ScopeKind kind) =>
        kind == ScopeKind.Aggregated ? $"items/*/{Segment}" : IsSingle ? "items" : Items ?? Segment;

    private string[] FindAssetTypes() =>
    [
        // A collection that is only aggregated has the plain type wherever its resources are.
        .. Methods.Keys
            .Where(kind => kind != ScopeKind.Aggregated)
            .DefaultIfEmpty(ScopeKind.Region)
            .Select(AssetType)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(type => type.Length),
    ];
}
