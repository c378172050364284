using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary>
/// Says at a run's end which of the wanted places nobody knows. Services have different places, Cloud Build no zones: one
/// that some service has is not unknown, and where a service does not have it, nothing is missing.
/// </summary>
internal static class UnknownPlaces
{
    /// <param name="wanted">Has seen what the services said that the run has asked.</param>
    /// <param name="locations">Those of one project. A run that goes on has passed over services without asking them: they are asked now.</param>
    /// <param name="services">All that are selected.</param>
    /// <param name="compute">The service that has regions and zones instead of a list of locations.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <returns>Null where each place is known to somebody, or none of the services says which it has.</returns>
    public static async ValueTask<ScopeFailedException?> FindAsync(
        LocationFilter wanted, ProjectLocations locations, IEnumerable<CatalogService> services, CatalogService compute, CancellationToken cancellationToken)
    {
        if (!wanted.Unknown.Any())
        {
            return null;
        }

        SortedSet<string> known = new(StringComparer.Ordinal);
        ScopeFailedException? failure = null;
        foreach (var service in services.Where(service => service.LocationsEntry is not null || service.Service == compute.Service).Distinct())
        {
            var names = await locations.GetAsync(service, service.Collections[0].FullName, cancellationToken).ConfigureAwait(false);
            wanted.AddKnown(names.All);
            known.UnionWith(names.All);
            failure ??= names.Failure is { State: not ScopeState.Disabled } ? names.Failure : null;
        }

        var unknown = string.Join(", ", wanted.Unknown.Select(place => $"'{place}'"));
        return unknown.Length == 0 || (known.Count == 0 && failure is null) ? null
            : failure is null ? Unknown(unknown, wanted.Unknown.First(), known)
            : CannotTell(unknown, failure);
    }

    private static ScopeFailedException Unknown(string unknown, string first, IEnumerable<string> known)
    {
        var nearest = string.Join(", ", Glob.Nearest(first, known.Append(LocationFilter.Global)));
        return new ScopeFailedException(
            ScopeState.Failed,
            "unknownLocation",
            $"No service that was asked knows the location {unknown}: nothing was collected for it. {(nearest.Length > 0 ? $"Nearest: {nearest}." : "Check its name.")}")
        {
            Attempts = 0,
        };
    }

    private static ScopeFailedException CannotTell(string unknown, ScopeFailedException failure) => new(
        failure.State,
        failure.Reason,
        $"Whether the location {unknown} exists could not be found out, and nothing was collected for it. {failure.Message}")
    {
        HttpStatus = failure.HttpStatus,
        Attempts = failure.Attempts,
    };
}
