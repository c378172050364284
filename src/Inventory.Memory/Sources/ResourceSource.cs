using Inventory.Memory.Pressure;

namespace Inventory.Memory.Sources;

/// <summary>One collection of one project or account: what can be collected, scope by scope.</summary>
/// <remarks>
/// Growth point of the library; most users need only the adapters <see cref="PagedSource{T}"/> and
/// <see cref="AsyncEnumerableSource{T}"/>. Must be cheap to create: a run may see very many, one after another.
/// A source may be opened by several runs at once when its implementation says so.
/// </remarks>
public abstract class ResourceSource
{
    /// <summary>Creates a source.</summary>
    /// <param name="collection">What is collected, such as <c>compute.disks</c>; the key under which it is tallied.</param>
    /// <param name="assetTypes">The asset types of its records, the plain one first; at least one.</param>
    protected ResourceSource(string collection, params IReadOnlyList<string> assetTypes)
    {
        ArgumentException.ThrowIfNullOrEmpty(collection);
        ArgumentNullException.ThrowIfNull(assetTypes);
        ArgumentOutOfRangeException.ThrowIfZero(assetTypes.Count, nameof(assetTypes));
        Collection = collection;
        AssetTypes = assetTypes;
    }

    /// <summary>What is collected, such as <c>compute.disks</c>.</summary>
    public string Collection { get; }

    /// <summary>The asset types of its records, the plain one first.</summary>
    public IReadOnlyList<string> AssetTypes { get; }

    /// <summary>The project or account that is asked; null where there is none.</summary>
    public string? Project { get; init; }

    /// <summary>What the resources stand under where that is no project, such as <c>organizations/123</c>; null where there is none.</summary>
    /// <remarks>Tells sources of one collection apart that have no project.</remarks>
    public string? Parent { get; init; }

    /// <summary>
    /// What gives memory back when it is scarce while this source is collected: a cache, a pool that it uses. Many
    /// sources may share one. Null, the default: there is none.
    /// </summary>
    public ITrimmable? Trimmable { get; init; }

    /// <summary>The scopes, in the order in which they are to be collected; found as they are asked for.</summary>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <exception cref="ScopeFailedException">While enumerating: the scopes cannot be found.</exception>
    public IAsyncEnumerable<ResourceScope> GetScopesAsync(CancellationToken cancellationToken = default) =>
        GetScopesCoreAsync(cancellationToken);

    /// <summary>Opens a scope for reading. Sends nothing yet.</summary>
    /// <param name="scope">One of <see cref="GetScopesAsync"/>.</param>
    /// <param name="pageToken">The page to begin with; null for the first.</param>
    /// <returns>A cursor, owned by the caller.</returns>
    public ResourceCursor Open(ResourceScope scope, string? pageToken = null)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return OpenCore(scope, pageToken);
    }

    /// <summary>Finds the scopes; the default is the single <see cref="ResourceScope.Default"/>.</summary>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    protected virtual IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken) =>
        AsyncEnumerable.Repeat(ResourceScope.Default, 1);

    /// <summary>Makes the cursor of a scope.</summary>
    /// <param name="scope">Not null.</param>
    /// <param name="pageToken">The page to begin with; null for the first.</param>
    protected abstract ResourceCursor OpenCore(ResourceScope scope, string? pageToken);

    /// <summary>Makes an item of an adapter ready for the next resource: nothing of the one before may stay.</summary>
    private protected void Begin(ResourceItem item, ResourceScope scope)
    {
        item.AssetType = AssetTypes[0];
        item.Location = scope.Location;
        (item.Version, item.DiscoveryName, item.Parent) = (null, null, null);
    }
}
