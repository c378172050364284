using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Projects;

/// <summary>Stands for what cannot be collected: it has one scope, which ends in the state that is known already.</summary>
internal sealed class FailedSource(string collection, IReadOnlyList<string> assetTypes, ScopeFailedException failure) : ResourceSource(collection, assetTypes)
{
    /// <summary>The collection of what stands for projects that were not found.</summary>
    public const string Projects = "cloudresourcemanager.projects";

    /// <summary>The collection of what stands for places that nobody knows.</summary>
    public const string Places = "locations";

    /// <summary>For places that nobody knows.</summary>
    public static FailedSource ForPlaces(ScopeFailedException failure) => new(Places, ["cloud.googleapis.com/Location"], failure);

    /// <summary>For projects that were not found.</summary>
    public static FailedSource ForProjects(ScopeFailedException failure) =>
        new(Projects, ["cloudresourcemanager.googleapis.com/Project"], failure);

    protected override IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken) =>
        AsyncEnumerable.Repeat(ResourceScope.Default, 1).Select<ResourceScope, ResourceScope>(_ => throw failure);

    protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) => throw failure;
}
