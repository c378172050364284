using System.Runtime.CompilerServices;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.GoogleCloud.Projects;
using Inventory.Memory.GoogleCloud.Selection;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Assets;

/// <summary>The lists of Cloud Asset Inventory that a selection comes to.</summary>
internal sealed class AssetInventorySources
{
    private readonly ListContext _context;
    private readonly ProjectFinder? _projects;
    private readonly string? _root;
    private readonly IReadOnlyList<string> _types;
    private readonly string _typeQuery;
    private readonly LocationFilter? _locations;
    private readonly int? _pageSize;

    /// <exception cref="ArgumentException">The selection cannot be used.</exception>
    public AssetInventorySources(ListContext context, GoogleCloudSelection selection)
        : this(context, selection, new ProjectFinder(context, selection))
    {
    }

    private AssetInventorySources(ListContext context, GoogleCloudSelection selection, ProjectFinder? projects)
    {
        if (selection.Fields is not null)
        {
            throw new ArgumentException("Cloud Asset Inventory cannot choose fields of a resource. Leave the field mask out, or collect from the APIs themselves.", (string?)null);
        }

        if (selection.Labels.Count > 0 || selection.Filter is not null || selection.ExcludedTypes.Count > 0 || !selection.Children)
        {
            throw new ArgumentException(
                "Cloud Asset Inventory lists all resources of the types that are asked for: labels, a filter, excluded types and leaving children out would change nothing. Name types, leave these out, or collect from the APIs themselves.", (string?)null);
        }

        _context = context;
        _projects = projects;
        _types = AssetTypeQuery.Types(context.Catalog, selection.Types);
        _typeQuery = AssetTypeQuery.Make(_types);
        _locations = selection.Locations.Count == 0 ? null : new LocationFilter([.. selection.Locations]);
        _pageSize = selection.PageSize;

        // One list for one organisation or folder; several may overlap, and a filter needs the projects one by one.
        var roots = ProjectFinder.Roots(selection);
        var isWhole = roots.Count == 1 && selection.Projects.Count == 0 && selection.ProjectLabels.Count == 0 && selection.ProjectStates.Count == 0;
        _root = isWhole ? roots[0] : null;
    }

    /// <summary>One list that is known by name, such as <c>organizations/1</c>.</summary>
    /// <exception cref="ArgumentException">The selection cannot be used.</exception>
    public static ResourceSource Named(ListContext context, GoogleCloudSelection selection, string parent, string? project) =>
        new AssetInventorySources(context, selection, null).Source(parent, project);

    public async IAsyncEnumerable<ResourceSource> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_root is not null)
        {
            yield return Source(_root, null);
            yield break;
        }

        await foreach (var found in _projects!.FindAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return found.Failure is { } failure ? FailedSource.ForProjects(failure) : Source($"projects/{found.Project}", found.Project);
        }
    }

    private AssetInventorySource Source(string parent, string? project) =>
        new(_context, parent, _types, _typeQuery, _locations, _pageSize) { Project = project, Parent = project is null ? parent : null };
}
