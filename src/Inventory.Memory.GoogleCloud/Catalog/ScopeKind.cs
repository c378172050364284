namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>Where one list call of a collection looks.</summary>
public enum ScopeKind
{
    /// <summary>One call answers for every zone and region and for the global resources.</summary>
    Aggregated,

    /// <summary>The global resources of a project.</summary>
    Global,

    /// <summary>One region.</summary>
    Region,

    /// <summary>One zone.</summary>
    Zone,

    /// <summary>The project itself, as for its lists of zones and regions.</summary>
    Project,
}
