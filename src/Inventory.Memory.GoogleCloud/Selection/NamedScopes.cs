using System.Runtime.CompilerServices;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.Manifests;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary>The sources of scopes that are named one by one, such as those of a manifest that did not end well.</summary>
internal static class NamedScopes
{
    /// <param name="inventory">Makes the sources.</param>
    /// <param name="results">How the scopes of an earlier run ended; read as the sources are asked for.</param>
    /// <param name="selection">Narrows them down; and how they are read.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <exception cref="ManifestException">An entry names what cannot be collected.</exception>
    public static async IAsyncEnumerable<ResourceSource> GetIncompleteAsync(
        GoogleCloudInventory inventory,
        IAsyncEnumerable<ScopeResult> results,
        GoogleCloudSelection selection,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var line = 0L;
        await foreach (var result in results.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            line++;
            if (IsIncomplete(result) && Wants(selection, result.Project))
            {
                await foreach (var source in FindAsync(inventory, result, line, selection, cancellationToken).ConfigureAwait(false))
                {
                    yield return source;
                }
            }
        }
    }

    /// <summary>Places that are missing from a partial scope have entries of their own.</summary>
    private static bool IsIncomplete(ScopeResult result) =>
        !result.State.IsAnswer() && result is not { State: ScopeState.Partial, Reason: ScopeResult.PlacesMissing };

    private static bool Wants(GoogleCloudSelection selection, string? project) =>
        selection.Projects.Count == 0 || selection.Projects.Contains(project, StringComparer.Ordinal);

    private static IAsyncEnumerable<ResourceSource> FindAsync(
        GoogleCloudInventory inventory, ScopeResult result, long line, GoogleCloudSelection selection, CancellationToken cancellationToken)
    {
        try
        {
            var one = new GoogleCloudSelection
            {
                Projects = [result.Project ?? ""],
                Types = selection.Types.Count > 0 ? selection.Types : [result.Collection],
                ExcludedTypes = selection.ExcludedTypes,
                Children = selection.Children,
                Labels = selection.Labels,
                Filter = selection.Filter,
                Locations = selection.Locations,
                Fields = selection.Fields,
                PageSize = selection.PageSize,
            };
            if (result.Scope == ScopeResult.AllScopes)
            {
                return inventory.GetSourcesAsync(one, cancellationToken).Where(source => source.Collection == result.Collection);
            }

            // A child's scope is its parent's name: the source is found below the parent's.
            var source = inventory.FindSource(one, result.Project ?? "", result.Collection, [ScopeOf(result.Scope)]);
            return source is null ? AsyncEnumerable.Empty<ResourceSource>() : AsyncEnumerable.Repeat(source, 1);
        }
        catch (ArgumentException failure)
        {
            throw new ManifestException(line, $"Line {line} of the manifest names what cannot be collected: {failure.Message}", failure);
        }
    }

    private static ResourceScope ScopeOf(string name) =>
        new(name, name.Contains('/', StringComparison.Ordinal) || name == LocationFilter.Global ? AnswerNotices.LocationOf(name) : null);
}
