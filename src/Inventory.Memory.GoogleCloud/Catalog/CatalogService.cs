using System.Text.Json.Serialization;

namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>One Google API as the catalog describes it: a data file, never a class of its own.</summary>
/// <remarks>Immutable after loading, so safe for any number of threads.</remarks>
public sealed class CatalogService
{
    /// <summary>The first part of the host name and of every collection's name, such as <c>compute</c>.</summary>
    [JsonRequired]
    public string Service { get; init; } = "";

    /// <summary>The host that answers, and the prefix of asset types, such as <c>compute.googleapis.com</c>.</summary>
    [JsonRequired]
    public string Host { get; init; } = "";

    /// <summary>The API version, as records carry it in <c>resource.version</c>.</summary>
    [JsonRequired]
    public string Version { get; init; } = "";

    /// <summary>What stands between the host and a path of <see cref="Paths"/>, such as <c>compute/v1/</c>.</summary>
    [JsonRequired]
    public string BasePath { get; init; } = "";

    /// <summary>The query parameter that carries a page token.</summary>
    [JsonRequired]
    public string PageTokenParameter { get; init; } = "";

    /// <summary>The query parameter that limits the resources of a page.</summary>
    [JsonRequired]
    public string PageSizeParameter { get; init; } = "";

    /// <summary>The most resources that the API puts on one page.</summary>
    [JsonRequired]
    public int MaxPageSize { get; init; }

    /// <summary>The query parameter that asks for what can be had when some locations fail; null where there is none.</summary>
    public string? PartialSuccessParameter { get; init; }

    /// <summary>Path templates by scope; <c>{segment}</c>, <c>{project}</c>, <c>{region}</c>, <c>{zone}</c> are filled in.</summary>
    [JsonRequired]
    public IReadOnlyDictionary<ScopeKind, string> Paths { get; init; } = new Dictionary<ScopeKind, string>();

    /// <summary>The collections, in the order in which they are collected.</summary>
    [JsonRequired]
    public IReadOnlyList<CatalogEntry> Collections { get; init; } = [];
}
