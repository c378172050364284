namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>Where one list call of a collection looks.</summary>
public enum ScopeKind
{
    /// <summary>One call answers for every zone and region and for the global resources.</summary>
    Aggregated,

    /// <summary>The global resources of a project.</summary>
    Global,

    /// <summary>One region of Compute Engine.</summary>
    Region,

    /// <summary>One zone of Compute Engine.</summary>
    Zone,

    /// <summary>The project itself.</summary>
    Project,

    /// <summary>Every location of the service in one call, written <c>locations/-</c>.</summary>
    AllLocations,

    /// <summary>One location of the service, as its own list of locations names it.</summary>
    Location,

    /// <summary>One resource of another collection: what is listed are its children.</summary>
    Parent,

    /// <summary>An organisation: what is listed is its own, and no project's.</summary>
    Organization,

    /// <summary>A folder of an organisation: what is listed is its own, and no project's.</summary>
    Folder,
}
