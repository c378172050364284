using System.Runtime.CompilerServices;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Selection;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>One collection of one project. Safe to be opened by several runs at once.</summary>
internal sealed class GoogleCloudSource : ResourceSource
{
    public static readonly ResourceScope AggregatedScope = new("aggregated");
    public static readonly ResourceScope GlobalScope = new("global", LocationFilter.Global);
    public static readonly ResourceScope ProjectScope = new("project", LocationFilter.Global);

    private readonly SelectedCollection _selected;
    private readonly ProjectLocations? _locations;

    public GoogleCloudSource(ListContext context, SelectedCollection selected, string project, SourceFilter filter, ProjectLocations? locations)
        : base(selected.Entry.FullName, selected.AssetTypes)
    {
        Context = context;
        Filter = filter;
        Project = project;
        Trimmable = context.Cache;
        Parent = $"//cloudresourcemanager.googleapis.com/projects/{project}";
        _selected = selected;
        _locations = locations;
    }

    public ListContext Context { get; }

    public SourceFilter Filter { get; }

    public CatalogEntry Entry => _selected.Entry;

    /// <summary>The full resource name of the project.</summary>
    public string Parent { get; }

    /// <summary>Whether resources of such a scope and place are wanted.</summary>
    public bool Wants(ScopeKind kind, string location) =>
        _selected.Wants(kind) && Filter.Locations?.Wants(location) != false;

    protected override async IAsyncEnumerable<ResourceScope> GetScopesCoreAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isOnlyAggregated = Entry.Methods.Keys.All(kind => kind == ScopeKind.Aggregated);
        if (Entry.Methods.ContainsKey(ScopeKind.Aggregated) && (Filter.Locations is null || isOnlyAggregated))
        {
            yield return AggregatedScope;
            if (Filter.Locations is null)
            {
                yield break;
            }
        }

        if (Filter.Locations?.NeedsNames == true)
        {
            _ = await _locations!.GetAsync(cancellationToken).ConfigureAwait(false); // a failure is one of the whole collection
        }

        foreach (var kind in Entry.Methods.Keys.Where(kind => kind != ScopeKind.Aggregated && _selected.Wants(kind)))
        {
            foreach (var scope in await FindScopesAsync(kind, cancellationToken).ConfigureAwait(false))
            {
                yield return scope;
            }
        }

        if (Filter.Locations is { NeedsNames: true } wanted
            && _locations!.TakeUnmatched(wanted, await _locations.GetAsync(cancellationToken).ConfigureAwait(false)) is { } unmatched)
        {
            throw unmatched;
        }
    }

    protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) =>
        new GoogleCloudCursor(this, scope, pageToken);

    private async ValueTask<IEnumerable<ResourceScope>> FindScopesAsync(ScopeKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case ScopeKind.Project:
                return Filter.Locations?.WantsGlobal == false ? [] : [ProjectScope];
            case ScopeKind.Global:
                return Filter.Locations?.WantsGlobal == false ? [] : [GlobalScope];
            default:
                break;
        }

        if (Filter.Locations?.NeedsNames == false)
        {
            return [];
        }

        var places = await _locations!.GetAsync(cancellationToken).ConfigureAwait(false);
        var (names, prefix) = kind == ScopeKind.Zone ? (places.Zones, "zones/") : (places.Regions, "regions/");
        return names
            .Where(name => Filter.Locations?.Wants(name) != false)
            .Select(name => new ResourceScope(prefix + name, name));
    }
}
