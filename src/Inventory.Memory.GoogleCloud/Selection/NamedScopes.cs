using System.Globalization;
using System.Runtime.CompilerServices;
using Inventory.Memory.GoogleCloud.Assets;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.GoogleCloud.Projects;
using Inventory.Memory.Manifests;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary>The sources of scopes that are named one by one, such as those of a manifest that did not end well.</summary>
/// <param name="inventory">Makes the sources.</param>
/// <param name="selection">Narrows them down; and how they are read.</param>
/// <param name="plans">The selection, made ready.</param>
internal sealed class NamedScopes(GoogleCloudInventory inventory, GoogleCloudSelection selection, IReadOnlyList<CollectionPlan> plans)
{
    /// <param name="results">How the scopes of an earlier run ended; read as the sources are asked for.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <exception cref="ManifestException">An entry names what cannot be collected.</exception>
    public async IAsyncEnumerable<ResourceSource> FindIncompleteAsync(
        IAsyncEnumerable<ScopeResult> results, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var line = 0L;
        ListedScopes? listed = null;
        await foreach (var result in results.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            line++;
            var root = inventory.Catalog.Find(result.Collection) is { } entry ? inventory.Catalog.RootOf(entry).FullName : result.Collection;
            listed = listed?.IsOf(result.Project, result.Parent, root) == true ? listed : new ListedScopes(result.Project, result.Parent, root);
            if (IsIncomplete(result) && Wants(result.Project) && Find(result, listed, line) is { } source)
            {
                yield return source;
            }

            // What stands under a scope ends before it, and so comes before it. What was disabled holds nothing that could come twice, and
            // an entry for all scopes may say later that it was not.
            if (result.State != ScopeState.Disabled)
            {
                listed.Add(result.Collection, result.Scope);
            }
        }
    }

    /// <summary>Places that are missing from a partial scope have entries of their own.</summary>
    private static bool IsIncomplete(ScopeResult result) =>
        !result.State.IsAnswer() && result is not { State: ScopeState.Partial, Reason: ScopeResult.PlacesMissing };

    private bool Wants(string? project) => selection.Projects.Count == 0 || selection.Projects.Contains(project, StringComparer.Ordinal);

    private ResourceSource? Find(ScopeResult result, ListedScopes listed, long line)
    {
        try
        {
            return result.Collection switch
            {
                FailedSource.Projects or ScopeResult.AllScopes => FailedSource.ForProjects(NotFound(result)),
                FailedSource.Places => FailedSource.ForPlaces(NobodyKnew(result)),
                AssetInventorySource.AllAssets => inventory.FindAssetSource(selection, AssetRootOf(result), result.Project),
                _ => FindInCatalog(result, listed),
            };
        }
        catch (ArgumentException failure)
        {
            throw new ManifestException(line, string.Create(CultureInfo.InvariantCulture, $"Line {line} of the manifest names what cannot be collected: {failure.Message}"), failure);
        }
    }

    private ResourceSource? FindInCatalog(ScopeResult result, ListedScopes listed)
    {
        if ((GoogleCloudInventory.FindPlan(plans, result.Collection) ?? FindUnlessNarrowed(result.Collection)) is not { } plan)
        {
            return null;
        }

        // A child's scope is its parent's name: the source is found below the parent's. A node has but one, its own.
        var scopes = result.Scope == ScopeResult.AllScopes || result.Scope == result.Parent ? null : new[] { ScopeOf(result.Scope) };
        return listed.HasOverflowed && (scopes is null || plan.Children.Count > 0)
            ? new FailedSource(result.Collection, plan.Selected.AssetTypes, TooMany(result)) { Project = result.Project, Parent = result.Parent }
            : inventory.MakeSource(plan, result.Project, result.Parent, scopes, listed);
    }

    /// <summary>A list that was not begun has the name of its scope nowhere else.</summary>
    private static string AssetRootOf(ScopeResult result) =>
        result.Scope != ScopeResult.AllScopes ? result.Scope : result.Parent ?? $"projects/{result.Project}";

    /// <summary>What is collected only when it is asked for by name has been asked for.</summary>
    private CollectionPlan? FindUnlessNarrowed(string collection)
    {
        if (selection.Types.Count > 0
            || !TypeSelector.Matching(inventory.Catalog, new TypeQuery([collection], selection.ExcludedTypes, selection.Children)).Any(entry => entry.FullName == collection))
        {
            return null;
        }

        var named = new GoogleCloudSelection
        {
            Types = [collection],
            ExcludedTypes = selection.ExcludedTypes,
            Children = selection.Children,
            Labels = selection.Labels,
            Filter = selection.Filter,
            Locations = selection.Locations,
            Fields = selection.Fields,
            PageSize = selection.PageSize,
        };
        return GoogleCloudInventory.FindPlan(inventory.MakePlans(named), collection);
    }

    private static ScopeFailedException NotFound(ScopeResult result) => new(
        result.State == ScopeState.Denied ? ScopeState.Denied : ScopeState.Failed,
        result.Reason ?? "projectsNotFound",
        "Not all projects were found in the earlier run, and a manifest cannot tell which are missing. Find them again with --organization, --folder or --all-projects.")
    {
        Attempts = 0,
    };

    private static ScopeFailedException NobodyKnew(ScopeResult result) => new(
        result.State == ScopeState.Denied ? ScopeState.Denied : ScopeState.Failed,
        result.Reason ?? "unknownLocation",
        "A location of the earlier run was known to no service, and a manifest does not say which. Collect it anew with the right --location.")
    {
        Attempts = 0,
    };

    private static ScopeFailedException TooMany(ScopeResult result) => new(
        ScopeState.Failed,
        "tooManyScopes",
        $"More than {ListedScopes.Max} scopes of '{result.Collection}' of '{result.Project ?? result.Parent}' are in the manifest: those that are complete cannot be told from the others. Collect it anew with -p and -t.")
    {
        Attempts = 0,
    };

    private static ResourceScope ScopeOf(string name) =>
        new(name, name.Contains('/', StringComparison.Ordinal) || name == LocationFilter.Global ? AnswerNotices.LocationOf(name) : null);
}
