using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>One list method, called for one place.</summary>
internal sealed record ListCall
{
    /// <summary>As a location: all of them.</summary>
    public const string Everywhere = "-";

    public required CatalogEntry Entry { get; init; }

    public required ScopeKind Kind { get; init; }

    /// <summary>The collection that <see cref="Parent"/> is a resource of; null where there is none.</summary>
    public CatalogEntry? ParentEntry { get; init; }

    public required string Project { get; init; }

    /// <summary>The zone, region or location; empty for the other kinds.</summary>
    public required string Location { get; init; }

    /// <summary>The resource whose children are listed, without host and project: <c>locations/l/keyRings/k</c>; the node; else empty.</summary>
    public string Parent { get; init; } = "";

    /// <summary>What stands after the API's base path: the answer's <c>id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The whole path as asked for, without a query.</summary>
    public required string Path { get; init; }

    public string Method => $"{Entry.Service.Service}.{Entry.Methods[Kind]}";

    /// <summary>Whether a folder or an organisation is asked.</summary>
    public bool IsForNode => Kind is ScopeKind.Organization or ScopeKind.Folder;

    public bool IsAggregated => Kind == ScopeKind.Aggregated;

    /// <summary>Whether one answer has the resources of every place, without saying so in its form.</summary>
    public bool IsForAllPlaces => (Kind == ScopeKind.AllLocations && Location == Everywhere) || (Kind == ScopeKind.Project && Entry.LocationPath is not null);

    /// <summary>Whether the answer has the form of Compute Engine's.</summary>
    public bool IsCompute => Entry.NameTemplate is null;

    /// <summary>The scope as the API writes it: <c>zones/us-central1-a</c>, <c>global</c>, <c>aggregated</c>, <c>locations/-</c>, the parent.</summary>
    public string Scope => Kind switch
    {
        ScopeKind.Zone => $"zones/{Location}",
        ScopeKind.Region => $"regions/{Location}",
        ScopeKind.Global => "global",
        ScopeKind.Aggregated => "aggregated",
        ScopeKind.AllLocations or ScopeKind.Location => $"locations/{Location}",
        ScopeKind.Parent or ScopeKind.Organization or ScopeKind.Folder => Parent,
        _ => "project",
    };

    /// <summary>Where resources of this call live on Google's side; Compute writes this host into its links.</summary>
    public string SelfLink => $"https://www.googleapis.com/{Entry.Service.BasePath}{Id}";

    /// <summary>The property of a scope's answer that holds its resources, and the last part of a resource's path.</summary>
    public string Segment => Entry.Segment;
}
