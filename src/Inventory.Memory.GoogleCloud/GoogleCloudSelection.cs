namespace Inventory.Memory.GoogleCloud;

/// <summary>What to collect. Read when the sources are asked for.</summary>
public sealed class GoogleCloudSelection
{
    /// <summary>The ids of the projects, in the order in which they are collected; at least one.</summary>
    public IReadOnlyList<string> Projects { get; set; } = [];

    /// <summary>
    /// Globs (<c>*</c>, <c>?</c>; case is ignored) over the asset type (<c>compute.googleapis.com/Instance</c>), the
    /// part after its slash, the collection (<c>compute.instances</c>), its short name, or an API method group
    /// (<c>compute.regionDisks</c>). None: everything but reference data; <c>*</c>: that, too.
    /// </summary>
    public IReadOnlyList<string> Types { get; set; } = [];

    /// <summary>
    /// Globs over zones, regions and <c>global</c>; a region also means its zones. None: everywhere. With locations,
    /// a call for a whole project is replaced by the calls for just those places.
    /// </summary>
    public IReadOnlyList<string> Locations { get; set; } = [];

    /// <summary>
    /// Which properties of a resource to ask for, such as <c>name,labels,networkInterfaces/networkIP</c>; null: all.
    /// Name, selfLink and id always come.
    /// </summary>
    public string? Fields { get; set; }

    /// <summary>How many resources to ask for per page; null: as <see cref="GoogleCloudOptions.PageSize"/>.</summary>
    public int? PageSize { get; set; }
}
