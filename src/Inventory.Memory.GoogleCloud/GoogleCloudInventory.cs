using System.Globalization;
using System.Runtime.CompilerServices;
using Inventory.Memory.GoogleCloud.Assets;
using Inventory.Memory.GoogleCloud.Caching;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Credentials;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.GoogleCloud.Projects;
using Inventory.Memory.GoogleCloud.Retries;
using Inventory.Memory.GoogleCloud.Selection;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.GoogleCloud;

/// <summary>Google Cloud as sources: one per project (or folder, or organisation) and collection, read over REST as the bytes arrive.</summary>
/// <remarks>Owns one pooled HTTP client and one bounded cache. Safe for concurrent use; dispose it after the last run over its sources.</remarks>
public sealed class GoogleCloudInventory : IDisposable, IAsyncDisposable
{
    private readonly ListContext _context;
    private readonly ITokenSource? _ownTokens;

    /// <summary>Creates the provider. Sends nothing.</summary>
    /// <param name="options">How the APIs are reached, copied now; null for the defaults.</param>
    /// <param name="tokens">Where access tokens come from, owned by the caller; null: see <see cref="TokenSource.FromEnvironment"/>.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <param name="catalog">What can be collected; null for <see cref="GoogleCatalog.Default"/>.</param>
    /// <exception cref="OptionsValidationException">An option cannot be used; the message names property, value and limit.</exception>
    public GoogleCloudInventory(
        GoogleCloudOptions? options = null, ITokenSource? tokens = null, ILoggerFactory? loggerFactory = null, GoogleCatalog? catalog = null)
        : this(options, tokens, loggerFactory, TimeProvider.System, null, catalog)
    {
    }

    internal GoogleCloudInventory(
        GoogleCloudOptions? options, ITokenSource? tokens, ILoggerFactory? loggerFactory, TimeProvider time, HttpClient? client, GoogleCatalog? catalog = null, HttpClient? ahead = null)
    {
        options = options?.Copy() ?? new GoogleCloudOptions();
        GoogleCloudOptionsValidator.ThrowIfInvalid(options);
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<GoogleCloudInventory>();
        _ownTokens = tokens is null ? TokenSource.Create(options, time, logger) : null;
        var transport = new GoogleApiTransport(client ?? HttpClientFactory.Create(options), ahead ?? client ?? HttpClientFactory.CreateAhead(options), tokens ?? _ownTokens, options, time, logger);
        _context = new ListContext(
            transport,
            new RetryPolicy(options, time, logger),
            catalog ?? GoogleCatalog.Default,
            options,
            new BoundedCache(options.CacheBytes, time),
            time,
            logger);
    }

    /// <summary>What can be collected.</summary>
    public GoogleCatalog Catalog => _context.Catalog;

    /// <summary>
    /// The sources of a selection, project by project, in the catalog's order; made as they are asked for. Those of an
    /// organisation's or a folder's own resources come before its projects.
    /// </summary>
    /// <param name="selection">What to collect.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <exception cref="ArgumentException">
    /// At once: no project, an empty one, a type that matches nothing, or only what folders and organisations have where none is
    /// asked, a field mask or a label that is not well formed, a page size out of range, a filter for a list that takes none.
    /// </exception>
    /// <exception cref="CredentialsException">While enumerating, before the first source: there is no access token.</exception>
    public IAsyncEnumerable<ResourceSource> GetSourcesAsync(GoogleCloudSelection selection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        if (selection.PageSize is < 1 or > 500)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The selection's PageSize is {selection.PageSize}; it must be 1 to 500."), (string?)null);
        }

        var plans = MakePlans(selection);
        var (ofProjects, ofNodes) = (plans.Where(plan => plan.Entry.IsOfProjects).ToArray(), plans.Where(plan => plan.Entry.IsOfNodes).ToArray());
        var finder = new ProjectFinder(_context, selection, ofProjects.Length > 0, ofNodes.Length > 0);
        if (!finder.FindsNodes)
        {
            TypeSelector.ThrowIfOnlyOfNodes(Catalog, QueryOf(selection));
        }

        var wanted = ofProjects.Length > 0 ? ofProjects[0].Filter.Locations : null;
        var checkedHosts = selection.CheckEnabledServices ? ofProjects.Select(plan => plan.Entry.Service.Host).ToHashSet(StringComparer.Ordinal) : null;
        return SignedInAsync(GetSourcesCoreAsync(finder, checkedHosts, ofProjects, ofNodes, wanted, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Cloud Asset Inventory as sources: one list for an organisation, a folder or a project instead of one for each of
    /// its collections. Records are the same, but for what the two APIs say of a resource.
    /// </summary>
    /// <param name="selection">What to collect. Of types, a pattern with a slash may name asset types that the catalog does not have.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <exception cref="ArgumentException">At once: as for <see cref="GetSourcesAsync"/>, and fields, which that API cannot choose.</exception>
    public IAsyncEnumerable<ResourceSource> GetAssetInventorySourcesAsync(GoogleCloudSelection selection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        return SignedInAsync(new AssetInventorySources(_context, selection).FindAsync(cancellationToken), cancellationToken);
    }

    /// <summary>
    /// The sources of the scopes that did not end complete, empty or disabled in an earlier run, in its order: each of them
    /// has that one scope, with what belongs to it and has no entry of its own. Where the scopes of a collection could not be
    /// found, all that have none.
    /// </summary>
    /// <param name="results">
    /// How the scopes ended, such as a manifest tells it; read as the sources are asked for. Held are the names of one
    /// collection's scopes in one project, at most 65,536; beyond them the sources say that they cannot tell what is complete.
    /// </param>
    /// <param name="selection">
    /// What the earlier run was asked for: fields, page size; projects, types and locations narrow the scopes down, none of them
    /// means all.
    /// </param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <exception cref="ArgumentException">At once: the selection cannot be used.</exception>
    /// <exception cref="Manifests.ManifestException">While enumerating: an entry names what cannot be collected.</exception>
    public IAsyncEnumerable<ResourceSource> GetIncompleteSourcesAsync(
        IAsyncEnumerable<ScopeResult> results, GoogleCloudSelection selection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(selection);
        return SignedInAsync(new NamedScopes(this, selection, MakePlans(selection)).FindIncompleteAsync(results, cancellationToken), cancellationToken);
    }

    /// <summary>One collection of one project again, for just some of its scopes: what a run could not read before.</summary>
    /// <param name="selection">What was collected; its projects do not matter.</param>
    /// <param name="project">The project.</param>
    /// <param name="collection">The collection's full name, such as <c>compute.disks</c>.</param>
    /// <param name="scopes">Names of scopes as a run reported them, such as <c>zones/us-central1-a</c> or <c>locations/l/keyRings/k</c>.</param>
    /// <exception cref="ArgumentException">The selection cannot be used, or has no such collection.</exception>
    public ResourceSource GetSource(GoogleCloudSelection selection, string project, string collection, IReadOnlyList<ResourceScope> scopes)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentException.ThrowIfNullOrWhiteSpace(project);
        ArgumentNullException.ThrowIfNull(scopes);
        return FindPlan(MakePlans(selection), collection) is { } plan
            ? MakeSource(plan, project, null, scopes)
            : throw new ArgumentException($"The selection has no collection '{collection}'.", nameof(collection));
    }

    /// <returns>Null where there is no such collection.</returns>
    internal static CollectionPlan? FindPlan(IEnumerable<CollectionPlan> roots, string collection) =>
        roots.Select(root => root.Find(collection)).FirstOrDefault(found => found is not null);

    /// <summary>The scopes of a collection that are named; null: all that there are.</summary>
    /// <exception cref="ArgumentException">The collection does not belong to projects, or to nodes.</exception>
    internal ResourceSource MakeSource(CollectionPlan plan, string? project, string? node, IReadOnlyList<ResourceScope>? scopes, ListedScopes? listed = null)
    {
        var root = Catalog.RootOf(plan.Entry);
        if (project is null ? node is null || !root.Methods.ContainsKey(Place.ParseKey(node).Kind) : !root.IsOfProjects)
        {
            throw new ArgumentException($"'{plan.Entry.FullName}' is not listed for '{project ?? node}'.", (string?)null);
        }

        var locations = project is null ? null : new ProjectLocations(_context, new ProjectIdentity(_context, project));
        return new GoogleCloudSource(_context, plan, project, locations, scopes is null ? null : [.. scopes]) { Parent = project is null ? node : null, Listed = listed };
    }

    /// <summary>One list of Cloud Asset Inventory, by the name of what it is for.</summary>
    internal ResourceSource FindAssetSource(GoogleCloudSelection selection, string parent, string? project) =>
        AssetInventorySources.Named(_context, selection, parent, project);

    /// <summary>Closes the pooled connections and empties the cache.</summary>
    public void Dispose()
    {
        _context.Transport.Dispose();
        _context.Cache.Dispose();
        (_ownTokens as IDisposable)?.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    /// <exception cref="ArgumentException">The selection cannot be used.</exception>
    internal CollectionPlan[] MakePlans(GoogleCloudSelection selection)
    {
        FieldMask.ThrowIfBad(selection.Fields);
        var roots = TypeSelector.Select(Catalog, QueryOf(selection));
        if (selection.Filter is not null && roots.FirstOrDefault(root => root.Entry.FilterParameter is null) is { } unfiltered)
        {
            throw new ArgumentException(
                $"The filter cannot be passed on: the list of '{unfiltered.Entry.FullName}' takes none. Ask only for types whose API filters, or leave this one out.", (string?)null);
        }

        var filter = new SourceFilter(selection.Locations.Count == 0 ? null : new LocationFilter([.. selection.Locations]), selection.Fields, selection.PageSize)
        {
            Labels = LabelFilter.Parse(selection.Labels),
            Expression = selection.Filter,
        };
        return [.. roots.Select(root => new CollectionPlan(Catalog, root, filter))];
    }

    private static TypeQuery QueryOf(GoogleCloudSelection selection) => new(selection.Types, selection.ExcludedTypes, selection.Children);

    /// <summary>Without a token nothing can be collected: that is one failure at the start, and not one of each list.</summary>
    private async IAsyncEnumerable<ResourceSource> SignedInAsync(
        IAsyncEnumerable<ResourceSource> sources, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _context.Transport.SignInAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var source in sources.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return source;
        }
    }

    private async IAsyncEnumerable<ResourceSource> GetSourcesCoreAsync(
        ProjectFinder finder,
        IReadOnlySet<string>? checkedHosts,
        IReadOnlyList<CollectionPlan> ofProjects,
        IReadOnlyList<CollectionPlan> ofNodes,
        LocationFilter? wanted,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ProjectLocations? last = null;
        await foreach (var found in finder.FindAsync(cancellationToken).ConfigureAwait(false))
        {
            if (found.Failure is { } failure)
            {
                yield return FailedSource.ForProjects(failure);
                continue;
            }

            if (found.Node is { } node)
            {
                foreach (var plan in ofNodes.Where(plan => IsListedAt(plan, node)))
                {
                    yield return MakeSource(plan, null, node, null);
                }

                continue;
            }

            var project = found.Project!;
            var enabled = checkedHosts is null ? null : await EnabledServices.FindAsync(_context, checkedHosts, project, cancellationToken).ConfigureAwait(false);
            var identity = new ProjectIdentity(_context, project, found.Number ?? enabled?.ProjectNumber) { IsEnabled = enabled is null ? null : enabled.Has };
            var locations = last = new ProjectLocations(_context, identity);
            foreach (var plan in ofProjects)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var service = plan.Entry.Service;
                if (enabled?.Has(service) == false)
                {
                    yield return new FailedSource(plan.Entry.FullName, plan.Selected.AssetTypes, EnabledServices.Disabled(service, project)) { Project = project };
                    continue;
                }

                var source = new GoogleCloudSource(_context, plan, project, locations);
                yield return source;
                if (!source.WasAsked)
                {
                    // A run that goes on passes over what an earlier process has asked.
                    _context.DisabledAnswers.Miss(project);
                }
            }
        }

        if (wanted is not null && last is not null
            && await UnknownPlaces.FindAsync(wanted, last, ofProjects.Select(plan => plan.Entry.Service), _context.Compute, cancellationToken).ConfigureAwait(false) is { } unknown)
        {
            yield return FailedSource.ForPlaces(unknown);
        }
    }

    /// <summary>A service may have lists of organisations alone.</summary>
    private static bool IsListedAt(CollectionPlan plan, string node) =>
        Place.ParseKey(node).Kind is var kind && plan.Entry.Methods.ContainsKey(kind) && plan.Selected.Wants(kind);
}
