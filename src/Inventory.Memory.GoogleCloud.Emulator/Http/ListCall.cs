using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>One list method, called for one place.</summary>
internal sealed class ListCall
{
    public required CatalogEntry Entry { get; init; }

    public required ScopeKind Kind { get; init; }

    public required string Project { get; init; }

    /// <summary>The zone or region; empty for the other kinds.</summary>
    public required string Location { get; init; }

    /// <summary>What stands after the API's base path: the answer's <c>id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The whole path as asked for, without a query.</summary>
    public required string Path { get; init; }

    public string Method => $"{Entry.Service.Service}.{Entry.Methods[Kind]}";

    public bool IsAggregated => Kind == ScopeKind.Aggregated;

    /// <summary>The scope as Compute writes it: <c>zones/us-central1-a</c>, <c>global</c>, <c>aggregated</c>.</summary>
    public string Scope => Kind switch
    {
        ScopeKind.Zone => $"zones/{Location}",
        ScopeKind.Region => $"regions/{Location}",
        ScopeKind.Global => "global",
        ScopeKind.Aggregated => "aggregated",
        _ => "project",
    };

    /// <summary>Where resources of this call live on Google's side; Compute writes this host into its links.</summary>
    public string SelfLink => $"https://www.googleapis.com/{Entry.Service.BasePath}{Id}";

    /// <summary>The property of a scope's answer that holds its resources, and the last part of a resource's path.</summary>
    public string Segment => Entry.Segment ?? Entry.Name;
}
