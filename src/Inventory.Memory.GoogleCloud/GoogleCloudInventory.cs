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

/// <summary>Google Cloud as sources: one per project and collection, read over REST as the bytes arrive.</summary>
/// <remarks>Owns one pooled HTTP client and one bounded cache. Safe for concurrent use; dispose it after the last run over its sources.</remarks>
public sealed class GoogleCloudInventory : IDisposable, IAsyncDisposable
{
    private readonly ListContext _context;
    private readonly ITokenSource? _ownTokens;

    /// <summary>Creates the provider. Sends nothing.</summary>
    /// <param name="options">How the APIs are reached, copied now; null for the defaults.</param>
    /// <param name="tokens">Where access tokens come from, owned by the caller; null: see <see cref="TokenSource.FromEnvironment"/>.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <exception cref="OptionsValidationException">An option cannot be used; the message names property, value and limit.</exception>
    public GoogleCloudInventory(GoogleCloudOptions? options = null, ITokenSource? tokens = null, ILoggerFactory? loggerFactory = null)
        : this(options, tokens, loggerFactory, TimeProvider.System, null)
    {
    }

    internal GoogleCloudInventory(
        GoogleCloudOptions? options, ITokenSource? tokens, ILoggerFactory? loggerFactory, TimeProvider time, HttpClient? client)
    {
        options = options?.Copy() ?? new GoogleCloudOptions();
        GoogleCloudOptionsValidator.ThrowIfInvalid(options);
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<GoogleCloudInventory>();
        _ownTokens = tokens is null ? TokenSource.Create(options, time, logger) : null;
        var transport = new GoogleApiTransport(client ?? HttpClientFactory.Create(options), tokens ?? _ownTokens, options, time, logger);
        _context = new ListContext(
            transport, new RetryPolicy(options, time, logger), options, new BoundedCache(options.CacheBytes, time), time, logger);
    }

    /// <summary>What can be collected.</summary>
    public static GoogleCatalog Catalog => GoogleCatalog.Default;

    /// <summary>The sources of a selection, project by project, in the catalog's order; made as they are asked for.</summary>
    /// <param name="selection">What to collect.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <exception cref="ArgumentException">
    /// At once: no project, an empty one, a type that matches nothing, a field mask that is not well formed, a page size out of range.
    /// </exception>
    public IAsyncEnumerable<ResourceSource> GetSourcesAsync(GoogleCloudSelection selection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        var projects = new ProjectFinder(_context, selection);
        if (selection.PageSize is < 1 or > 500)
        {
            throw new ArgumentException($"The selection's PageSize is {selection.PageSize}; it must be 1 to 500.", (string?)null);
        }

        FieldMask.ForAnswer(selection.Fields, "items");
        var collections = TypeSelector.Select(GoogleCatalog.Default, selection.Types);
        var locations = selection.Locations.Count == 0 ? null : new LocationFilter([.. selection.Locations]);
        var filter = new SourceFilter(locations, selection.Fields, selection.PageSize);
        var checkedHosts = selection.CheckEnabledServices ? collections.Select(selected => selected.Entry.Service.Host).ToHashSet(StringComparer.Ordinal) : null;
        return GetSourcesCoreAsync(projects, checkedHosts, collections, filter, cancellationToken);
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
        return new AssetInventorySources(_context, selection).FindAsync(cancellationToken);
    }

    /// <summary>
    /// The sources of the scopes that did not end complete, empty or disabled in an earlier run, in its order: each of them
    /// has that one scope. Where a whole collection was not tried, all of its scopes.
    /// </summary>
    /// <param name="results">How the scopes ended, such as a manifest tells it; read as the sources are asked for, nothing is held.</param>
    /// <param name="selection">Fields and page size; projects, types and locations narrow the scopes down, none of them means all.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <exception cref="Manifests.ManifestException">While enumerating: an entry names what cannot be collected.</exception>
    public IAsyncEnumerable<ResourceSource> GetIncompleteSourcesAsync(
        IAsyncEnumerable<ScopeResult> results, GoogleCloudSelection selection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(selection);
        FieldMask.ForAnswer(selection.Fields, "items");
        TypeSelector.Select(GoogleCatalog.Default, selection.Types);
        return NamedScopes.GetIncompleteAsync(this, results, selection, cancellationToken);
    }

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

    private async IAsyncEnumerable<ResourceSource> GetSourcesCoreAsync(
        ProjectFinder projects,
        IReadOnlySet<string>? checkedHosts,
        IReadOnlyList<SelectedCollection> collections,
        SourceFilter filter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in projects.FindAsync(cancellationToken).ConfigureAwait(false))
        {
            if (found.Failure is { } failure)
            {
                yield return FailedSource.ForProjects(failure);
                continue;
            }

            var project = found.Id;
            var enabled = checkedHosts is null ? null : await EnabledServices.FindAsync(_context, checkedHosts, project, cancellationToken).ConfigureAwait(false);
            Dictionary<CatalogService, ProjectLocations> locations = [];
            foreach (var selected in collections)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var service = selected.Entry.Service;
                if (enabled?.Has(service) == false)
                {
                    yield return new FailedSource(selected.Entry.FullName, selected.AssetTypes, EnabledServices.Disabled(service, project)) { Project = project };
                    continue;
                }

                if (!locations.TryGetValue(service, out var places))
                {
                    locations.Add(service, places = new ProjectLocations(_context, service, project));
                }

                yield return new GoogleCloudSource(_context, selected, project, filter, places);
            }
        }
    }
}
