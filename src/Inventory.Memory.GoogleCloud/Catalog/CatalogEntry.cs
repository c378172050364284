using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>One group of list methods that together list each resource once, such as <c>compute.disks</c>.</summary>
/// <remarks>Immutable after loading, so safe for any number of threads.</remarks>
public sealed class CatalogEntry
{
    /// <summary>The group's name within its service, such as <c>disks</c>.</summary>
    [JsonRequired]
    public string Name { get; init; } = "";

    /// <summary>The API's name of the resource, such as <c>Disk</c>: <c>resource.discoveryName</c> of a record.</summary>
    [JsonRequired]
    public string Type { get; init; } = "";

    /// <summary>The last part of the path, where it is not <see cref="Name"/>.</summary>
    public string? Segment { get; init; }

    /// <summary>The list methods by scope, without the service: <c>disks.aggregatedList</c>.</summary>
    [JsonRequired]
    public IReadOnlyDictionary<ScopeKind, string> Methods { get; init; } = new Dictionary<ScopeKind, string>();

    /// <summary>Asset types that differ from <see cref="Type"/> by scope, such as <c>RegionDisk</c>.</summary>
    public IReadOnlyDictionary<ScopeKind, string> Types
    {
        // The generated reader sets init properties that the file leaves out to null.
        get => field ?? ReadOnlyDictionary<ScopeKind, string>.Empty;
        init;
    }

    /// <summary>Whether this is reference data (machine types, zones, operations), collected only when asked for.</summary>
    public bool Reference { get; init; }

    /// <summary>The service this collection belongs to.</summary>
    [JsonIgnore]
    public CatalogService Service { get; internal set; } = null!;

    /// <summary>The name with its service: <c>compute.disks</c>.</summary>
    [JsonIgnore]
    public string FullName => field ??= $"{Service.Service}.{Name}";

    /// <summary>Every asset type that records of this collection can have, the plain one first.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> AssetTypes => field ??= FindAssetTypes();

    /// <summary>The asset type of a resource found in a scope of this kind.</summary>
    /// <param name="kind">Zone, region or global: the scope of the resource, not of the call.</param>
    public string AssetType(ScopeKind kind) => $"{Service.Host}/{Types.GetValueOrDefault(kind, Type)}";

    /// <summary>The path template of the list call in a scope, with <c>{project}</c>, <c>{region}</c>, <c>{zone}</c> left open.</summary>
    /// <param name="kind">One of the keys of <see cref="Methods"/>.</param>
    /// <exception cref="KeyNotFoundException">The collection has no list method for that scope.</exception>
    public string Path(ScopeKind kind)
    {
        if (!Methods.ContainsKey(kind))
        {
            throw new KeyNotFoundException($"'{FullName}' has no list method in the scope '{kind}'.");
        }

        return Service.BasePath + Service.Paths[kind].Replace("{segment}", Segment ?? Name, StringComparison.Ordinal);
    }

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
