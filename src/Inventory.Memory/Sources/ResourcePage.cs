namespace Inventory.Memory.Sources;

/// <summary>One page of a paged API, as an application's own code answers it.</summary>
/// <typeparam name="T">The API's own type of a resource.</typeparam>
public sealed class ResourcePage<T>
{
    /// <summary>The resources, in the API's order; enumerated once.</summary>
    public required IEnumerable<T> Items { get; init; }

    /// <summary>The token of the page that follows; null or empty on the last.</summary>
    public string? NextPageToken { get; init; }

    /// <summary>What the answer says is missing from it: each becomes an error record and the scope ends partial.</summary>
    public IReadOnlyList<ScopeNotice> Notices { get; init; } = [];
}
