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
            return inventory
                .GetSourcesAsync(
                    new GoogleCloudSelection
                    {
                        Projects = [result.Project ?? ""],
                        Types = selection.Types.Count > 0 ? selection.Types : [result.Collection],
                        Locations = selection.Locations,
                        Fields = selection.Fields,
                        PageSize = selection.PageSize,
                    },
                    cancellationToken)
                .Where(source => source.Collection == result.Collection)
                .Select(source => result.Scope == ScopeResult.AllScopes ? source : new NamedScope(source, result.Scope));
        }
        catch (ArgumentException failure)
        {
            throw new ManifestException(line, $"Line {line} of the manifest names what cannot be collected: {failure.Message}", failure);
        }
    }

    /// <summary>One scope of a source.</summary>
    private sealed class NamedScope : ResourceSource
    {
        private readonly ResourceSource _source;
        private readonly ResourceScope _scope;

        public NamedScope(ResourceSource source, string scope)
            : base(source.Collection, source.AssetTypes)
        {
            Project = source.Project;
            _source = source;
            _scope = new ResourceScope(scope, scope.Contains('/', StringComparison.Ordinal) || scope == LocationFilter.Global ? AnswerNotices.LocationOf(scope) : null);
        }

        protected override IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken) =>
            AsyncEnumerable.Repeat(_scope, 1);

        protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) => _source.Open(scope, pageToken);
    }
}
