using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Selection;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>
/// The names of a project's places, as Compute Engine or another service has them, asked for when first needed and kept
/// in the provider's cache. A failure is kept there, too: the project's next collection would ask in vain. Safe for
/// concurrent use; two runs that need the same names at the same moment both ask.
/// </summary>
internal sealed class ProjectLocations(ListContext context, ProjectIdentity identity)
{
    /// <summary>Google has about 130 zones; a list beyond this is not one of zones.</summary>
    private const int MaxNames = 10_000;

    /// <summary>A new place is seen by the runs of ten minutes later, and a run over one project asks once.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);

    /// <summary>For the project's other collections; a later run tries again.</summary>
    private static readonly TimeSpan s_failureLifetime = TimeSpan.FromMinutes(1);

    private static readonly ItemPath s_name = new("name");
    private static readonly ItemPath s_locationId = new("locationId");

    private readonly string _project = identity.Id;
    private bool _unmatchedReported;

    /// <summary>The project.</summary>
    public ProjectIdentity Identity => identity;

    /// <summary>Answers the names: those that are kept, else the API's.</summary>
    /// <param name="service">Compute Engine, for its regions and zones, or a service that has a list of its own.</param>
    /// <param name="collection">For whose sake they are asked for.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <exception cref="ScopeFailedException">They cannot be had.</exception>
    public async ValueTask<LocationNames> GetAsync(CatalogService service, string collection, CancellationToken cancellationToken)
    {
        var key = $"{service.LocationsPath ?? service.BasePath} {service.Service}/{_project}/locations";
        if (context.Cache.Find<LocationNames>(key) is { } kept)
        {
            return kept;
        }

        if (context.Cache.Find<ScopeFailedException>(key) is { } failed)
        {
            throw Copy(failed);
        }

        try
        {
            var names = await ListAsync(service, collection, cancellationToken).ConfigureAwait(false);
            context.Cache.Keep(key, names, names.Bytes, s_lifetime);
            Log.LocationsFound(context.Logger, _project, names.Zones.Count, names.Regions.Count);
            return names;
        }
        catch (ScopeFailedException failure)
        {
            // Each collection has to get its own answer, so that each of an earlier project can be doubted.
            if (context.DisabledAnswers.HasGuesses)
            {
                throw;
            }

            context.Cache.Keep(key, Copy(failure), 2 * failure.Message.Length, s_failureLifetime);
            throw;
        }
    }

    /// <summary>Says once per project which wanted locations do not exist there; null if all do, or after the first time.</summary>
    public ScopeFailedException? TakeUnmatched(LocationFilter filter, LocationNames found)
    {
        string[] names = [LocationFilter.Global, .. found.Regions, .. found.Zones];
        var unmatched = filter.Globs.FirstOrDefault(glob => !LocationFilter.IsMultiRegion(glob) && !names.Any(name => LocationFilter.IsMatch(glob, name)));
        if (unmatched is null || Interlocked.Exchange(ref _unmatchedReported, true))
        {
            return null;
        }

        var nearest = string.Join(", ", Glob.Nearest(unmatched, names));
        return new ScopeFailedException(
            ScopeState.Failed,
            "unknownLocation",
            $"The location '{unmatched}' matches no zone, no region and not 'global' in project '{_project}': nothing was collected for it. {(nearest.Length > 0 ? $"Nearest: {nearest}." : "Check its name.")}")
        {
            Attempts = 0,
        };
    }

    /// <summary>One that was never thrown: without a stack and what hangs on it.</summary>
    private static ScopeFailedException Copy(ScopeFailedException failure) =>
        new(failure.State, failure.Reason, failure.Message) { HttpStatus = failure.HttpStatus, Attempts = failure.Attempts };

    private async ValueTask<LocationNames> ListAsync(CatalogService service, string collection, CancellationToken cancellationToken)
    {
        if (service.LocationsEntry is { } locations)
        {
            return new LocationNames(await ListAsync(locations, s_locationId, collection, cancellationToken).ConfigureAwait(false), []);
        }

        var regions = await ListAsync(Named("regions"), s_name, collection, cancellationToken).ConfigureAwait(false);
        return new LocationNames(regions, await ListAsync(Named("zones"), s_name, collection, cancellationToken).ConfigureAwait(false));

        CatalogEntry Named(string name) => service.Collections.First(collection => collection.Name == name);
    }

    private async ValueTask<IReadOnlyList<string>> ListAsync(CatalogEntry entry, ItemPath path, string collection, CancellationToken cancellationToken)
    {
        var selected = new SelectedCollection(entry, new HashSet<ScopeKind> { ScopeKind.Project });
        var source = new GoogleCloudSource(context, new CollectionPlan(context.Catalog, selected, new SourceFilter(null, path.Text, null)), _project, this) { AskedFor = collection };
        var names = new List<string>();
        var cursor = source.Open(GoogleCloudSource.ProjectScope);
        await using (cursor.ConfigureAwait(false))
        {
            while (await cursor.ReadAsync(cancellationToken).ConfigureAwait(false) is var step && step != CursorStep.End)
            {
                if (step == CursorStep.Item && names.Count < MaxNames && path.Find(cursor.Item.Json) is { IsPresent: true } name)
                {
                    names.Add(name.ToString());
                }
                else if (step == CursorStep.Notice)
                {
                    throw new ScopeFailedException(
                        ScopeState.Failed, "locationsIncomplete", $"The {entry.Name} of project '{_project}' could not all be listed, so that places would be left out unseen. Try again.");
                }
            }
        }

        return names.ToArray();
    }
}
