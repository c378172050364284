using System.Runtime.CompilerServices;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Selection;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>One collection of one project, of one folder or organisation, or of one resource of these. Safe to be opened by several runs at once.</summary>
internal sealed class GoogleCloudSource : ResourceSource
{
    public static readonly ResourceScope AggregatedScope = new("aggregated");
    public static readonly ResourceScope GlobalScope = new("global", LocationFilter.Global);
    public static readonly ResourceScope ProjectScope = new("project", LocationFilter.Global);

    /// <summary>One call for a project whose resources say themselves where they are.</summary>
    private static readonly ResourceScope s_wholeProjectScope = new("project");
    private static readonly ResourceScope s_allLocationsScope = new($"locations/{Place.Everywhere}");

    private readonly ProjectLocations? _locations;
    private readonly IReadOnlyList<ResourceScope>? _scopes;

    /// <param name="context">What the provider's sources share.</param>
    /// <param name="plan">What is collected.</param>
    /// <param name="project">The project; null where <see cref="ResourceSource.Parent"/> says which node is asked.</param>
    /// <param name="locations">Its places; null where there is no project.</param>
    /// <param name="scopes">The scopes, where they are known: of children, or to be collected again; null: all there are.</param>
    public GoogleCloudSource(ListContext context, CollectionPlan plan, string? project, ProjectLocations? locations, IReadOnlyList<ResourceScope>? scopes = null)
        : base(plan.Entry.FullName, plan.Selected.AssetTypes)
    {
        Context = context;
        Plan = plan;
        Project = project;
        _locations = locations;
        _scopes = scopes;
    }

    public ListContext Context { get; }

    /// <summary>The project by id and number; null where there is no project.</summary>
    public ProjectIdentity? Identity => _locations?.Identity;

    /// <summary>The collection for whose sake this is listed, such as locations are; null: for its own.</summary>
    public string? AskedFor { get; init; }

    /// <summary>Whether anybody has asked for its scopes: a run that goes on passes over those that are behind it.</summary>
    public bool WasAsked { get; private set; }

    public CollectionPlan Plan { get; }

    /// <summary>What is not to be collected again; null: everything is to be collected.</summary>
    public ListedScopes? Listed { get; init; }

    public SourceFilter Filter => Plan.Filter;

    public CatalogEntry Entry => Plan.Entry;

    /// <summary>Whether resources of such a scope and place are wanted. Children come with their parent.</summary>
    public bool Wants(ScopeKind kind, string location) =>
        Plan.Selected.Wants(kind) && (kind == ScopeKind.Parent || Wants(location));

    /// <summary>Whether what is in such a place is wanted.</summary>
    public bool Wants(string location) => Filter.Locations?.Wants(location) != false;

    /// <summary>The kind of call that lists a scope, and the place or the parent that it asks for.</summary>
    public (ScopeKind Kind, string Place) CallFor(ResourceScope scope) =>
        Entry.Methods.ContainsKey(ScopeKind.Parent) ? (ScopeKind.Parent, scope.Name) : Place.ParseKey(scope.Name);

    /// <summary>The full name of the resource that everything in a scope belongs to: the project or node, or a parent.</summary>
    public string ParentOf(ResourceScope scope) => Plan.ParentEntry is { } parent
        ? ResourceNames.Full(parent, Project, scope.Name)
        : $"//cloudresourcemanager.googleapis.com/{(Project is null ? Parent : $"projects/{Project}")}";

    /// <summary>The children of a resource.</summary>
    public GoogleCloudSource ForChildren(CollectionPlan children, ResourceScope parent) =>
        new(Context, children, Project, _locations, [parent]) { Parent = Parent, Listed = Listed };

    protected override IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken)
    {
        WasAsked = true;
        return _scopes is not null ? _scopes.ToAsyncEnumerable()
            : Listed is null ? FindScopesAsync(cancellationToken)
            : FindScopesAsync(cancellationToken).Where(scope => !Listed.Contains(Collection, scope.Name));
    }

    private async IAsyncEnumerable<ResourceScope> FindScopesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Parent is not null)
        {
            foreach (var scope in ScopesOfNode(Parent))
            {
                yield return scope;
            }

            yield break;
        }

        var isOnlyAggregated = Entry.Methods.Keys.All(kind => kind == ScopeKind.Aggregated || kind.IsNode());
        if (Entry.Methods.ContainsKey(ScopeKind.Aggregated) && (Filter.Locations is null || isOnlyAggregated))
        {
            yield return AggregatedScope;
            if (Filter.Locations is null)
            {
                yield break;
            }
        }

        var kinds = Entry.Methods.Keys.Where(kind => kind != ScopeKind.Aggregated && !kind.IsNode() && Plan.Selected.Wants(kind)).ToArray();
        var names = await FindNamesAsync(kinds, cancellationToken).ConfigureAwait(false);
        foreach (var scope in kinds.SelectMany(kind => ScopesOf(kind, names)))
        {
            yield return scope;
        }

        if (names?.Failure is { } failure)
        {
            throw ProjectLocations.Copy(failure);
        }
    }

    protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) =>
        new GoogleCloudCursor(this, scope, pageToken);

    /// <summary>The names of the places that are to be called one by one; null where none are.</summary>
    private async ValueTask<LocationNames?> FindNamesAsync(ScopeKind[] kinds, CancellationToken cancellationToken)
    {
        var service = kinds.Contains(ScopeKind.Location) ? Entry.Service
            : kinds.Any(kind => kind is ScopeKind.Zone or ScopeKind.Region) && Filter.Locations?.NeedsNames != false ? Context.Compute
            : null;
        if (service is null)
        {
            return null;
        }

        var names = await _locations!.GetAsync(service, Collection, cancellationToken).ConfigureAwait(false);
        Filter.Locations?.AddKnown(names.All);
        return names;
    }

    /// <summary>What is a node's own is global, unless it says itself where it is.</summary>
    private ResourceScope[] ScopesOfNode(string node) =>
        Entry.LocationPath is not null ? [new(node)] : Filter.Locations?.WantsGlobal == false ? [] : [new(node, LocationFilter.Global)];

    private IEnumerable<ResourceScope> ScopesOf(ScopeKind kind, LocationNames? names) => kind switch
    {
        ScopeKind.Global => Filter.Locations?.WantsGlobal == false ? [] : [GlobalScope],
        ScopeKind.AllLocations => [s_allLocationsScope],
        ScopeKind.Project => Entry.LocationPath is not null ? [s_wholeProjectScope] : Filter.Locations?.WantsGlobal == false ? [] : [ProjectScope],
        ScopeKind.Zone => Of("zones/", names?.Zones),
        ScopeKind.Region => Of("regions/", names?.Regions),

        // Where there is a call for the project, too, that is the one for what is global.
        _ => Of("locations/", names?.Regions.Where(name => name != LocationFilter.Global || !Entry.Methods.ContainsKey(ScopeKind.Project))),
    };

    private IEnumerable<ResourceScope> Of(string prefix, IEnumerable<string>? names) =>
        (names ?? []).Where(Wants).Select(name => new ResourceScope(prefix + name, name));
}
