namespace Inventory.Memory.GoogleCloud;

/// <summary>What to collect. Read when the sources are asked for.</summary>
public sealed class GoogleCloudSelection
{
    /// <summary>The ids of the projects, in the order in which they are collected; may be empty where others are found.</summary>
    public IReadOnlyList<string> Projects { get; set; } = [];

    /// <summary>
    /// Organisations that are collected: what they and their folders have themselves, and all projects in them. Numbers,
    /// also as <c>organizations/123</c>.
    /// </summary>
    /// <remarks>Found through Resource Manager while the run goes on, page by page, depth first, each before its projects.</remarks>
    public IReadOnlyList<string> Organizations { get; set; } = [];

    /// <summary>Folders that are collected, in the same way: numbers, also as <c>folders/123</c>.</summary>
    public IReadOnlyList<string> Folders { get; set; } = [];

    /// <summary>Whether every project, folder and organisation is collected that the caller may see.</summary>
    public bool AllProjects { get; set; }

    /// <summary>
    /// Labels that a project must have to be found, as <c>key=value</c>, or <c>key</c> for any value. What folders and
    /// organisations have themselves is collected all the same.
    /// </summary>
    public IReadOnlyList<string> ProjectLabels { get; set; } = [];

    /// <summary>States that a found project may have: <c>ACTIVE</c>, <c>DELETE_REQUESTED</c>. None: <c>ACTIVE</c>.</summary>
    public IReadOnlyList<string> ProjectStates { get; set; } = [];

    /// <summary>
    /// Whether Service Usage is asked, once per project, which APIs are enabled; the scopes of the others then end
    /// disabled without a call. Where it cannot say, each list is asked.
    /// </summary>
    public bool CheckEnabledServices { get; set; }

    /// <summary>
    /// Globs (<c>*</c>, <c>?</c>; case is ignored) over the asset type (<c>compute.googleapis.com/Instance</c>), the
    /// part after its slash, the collection (<c>compute.instances</c>), its short name, a group (<c>Networking</c>), or an
    /// API method group (<c>compute.regionDisks</c>). None: everything but reference data; <c>*</c>: that, too.
    /// </summary>
    public IReadOnlyList<string> Types { get; set; } = [];

    /// <summary>Globs like those of <see cref="Types"/>, of what is left out again.</summary>
    public IReadOnlyList<string> ExcludedTypes { get; set; } = [];

    /// <summary>Whether to collect what is listed once for each resource of another collection, such as a bucket's policy.</summary>
    /// <value>true.</value>
    public bool Children { get; set; } = true;

    /// <summary>
    /// Labels that a resource must have, as <c>key=value</c>, or <c>key</c> for any value. Looked at in what the API
    /// answered; what belongs to a resource comes with it.
    /// </summary>
    public IReadOnlyList<string> Labels { get; set; } = [];

    /// <summary>An expression of the API's own filter language, passed on to every list that is not one of children; null: none.</summary>
    public string? Filter { get; set; }

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
