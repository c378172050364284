using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Selection;
using Inventory.Memory.Json;
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

    /// <summary>The project.</summary>
    public ProjectIdentity Identity => identity;

    /// <summary>Answers the names: those that are kept, else the API's. A failure is part of them.</summary>
    /// <param name="service">Compute Engine, for its regions and zones, or a service that has a list of its own.</param>
    /// <param name="collection">For whose sake they are asked for.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    public async ValueTask<LocationNames> GetAsync(CatalogService service, string collection, CancellationToken cancellationToken)
    {
        var key = $"{service.LocationsPath ?? service.BasePath} {service.Service}/{_project}/locations";
        if (context.Cache.Find<LocationNames>(key) is { } kept)
        {
            return kept;
        }

        var names = await ListAsync(service, collection, cancellationToken).ConfigureAwait(false);

        // While the consumer of an answer is guessed, each collection has to get its own, so that each of an earlier project can be doubted.
        if (names.Failure is null || !context.DisabledAnswers.HasGuesses)
        {
            context.Cache.Keep(key, names, names.Bytes, names.Failure is null ? s_lifetime : s_failureLifetime);
        }

        Log.LocationsFound(context.Logger, _project, names.Zones.Count, names.Regions.Count);
        return names;
    }

    /// <summary>One that was never thrown: without a stack and what hangs on it.</summary>
    public static ScopeFailedException Copy(ScopeFailedException failure) =>
        new(failure.State, failure.Reason, failure.Message) { HttpStatus = failure.HttpStatus, Attempts = failure.Attempts, Notice = failure.Notice };

    private async ValueTask<LocationNames> ListAsync(CatalogService service, string collection, CancellationToken cancellationToken)
    {
        List<string> regions = [], zones = [];
        if (service.LocationsEntry is { } locations)
        {
            var failure = await ListAsync(locations, s_locationId, collection, regions, cancellationToken).ConfigureAwait(false);
            return new LocationNames([.. regions], []) { Failure = failure };
        }

        var failed = await ListAsync(Named("regions"), s_name, collection, regions, cancellationToken).ConfigureAwait(false);
        if (failed is null || regions.Count > 0)
        {
            failed = await ListAsync(Named("zones"), s_name, collection, zones, cancellationToken).ConfigureAwait(false) ?? failed;
        }

        return new LocationNames([.. regions], [.. zones]) { Failure = failed };

        CatalogEntry Named(string name) => service.Collections.First(collection => collection.Name == name);
    }

    /// <returns>Why there may be others than were found.</returns>
    private async ValueTask<ScopeFailedException?> ListAsync(CatalogEntry entry, ItemPath path, string collection, List<string> names, CancellationToken cancellationToken)
    {
        var selected = new SelectedCollection(entry, new HashSet<ScopeKind> { ScopeKind.Project });
        var source = new GoogleCloudSource(context, new CollectionPlan(context.Catalog, selected, new SourceFilter(null, path.Text, null)), _project, this) { AskedFor = collection };
        string? problem = null;
        var cursor = source.Open(GoogleCloudSource.ProjectScope);
        await using (cursor.ConfigureAwait(false))
        {
            try
            {
                while (await cursor.ReadAsync(cancellationToken).ConfigureAwait(false) is var step && step != CursorStep.End)
                {
                    if (step == CursorStep.Item && names.Count == MaxNames)
                    {
                        return Incomplete(entry, $"there are more than {MaxNames}");
                    }

                    problem ??= step == CursorStep.Notice ? "the answer itself says so"
                        : step == CursorStep.Item && !TryAdd(path.Find(cursor.Item.Json), names) ? "one of them has no name"
                        : null;
                }
            }
            catch (ScopeFailedException failure)
            {
                return Copy(failure);
            }
        }

        return problem is null ? null : Incomplete(entry, problem);
    }

    private static bool TryAdd(JsonField name, List<string> names)
    {
        if (!name.TryGetText(out var text) || text.Length == 0)
        {
            return false;
        }

        names.Add(text);
        return true;
    }

    private ScopeFailedException Incomplete(CatalogEntry entry, string problem) => new(
        ScopeState.Partial,
        "locationsIncomplete",
        $"The {entry.Name} of project '{_project}' could not all be listed: {problem}. Those that are known are collected. Try again.")
    {
        Attempts = 0,
    };
}
