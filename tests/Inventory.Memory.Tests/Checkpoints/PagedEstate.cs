using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Sources;

namespace Inventory.Memory.Tests.Checkpoints;

/// <summary>Sources over a small estate whose page tokens are positions; a hook sees every page that is asked for.</summary>
internal sealed class PagedEstate
{
    private const int PageSize = 3;

    public List<string> Projects { get; init; } = ["p1", "p2"];

    /// <summary>Whether what is listed belongs to nodes of those names, and to no project.</summary>
    public bool AreNodes { get; init; }

    public List<string> Scopes { get; init; } = ["zones/a", "zones/b"];

    public int Resources { get; init; } = 10;

    /// <summary>Called before a page is answered: scope and token.</summary>
    public Action<string, string?> OnPage { get; set; } = (_, _) => { };

    public int Pages { get; private set; }

    /// <summary>Every resource, in order.</summary>
    public IEnumerable<string> Names =>
        from project in Projects from collection in new[] { "test.a", "test.b" } from scope in Scopes from i in Enumerable.Range(0, Resources) select $"{project}/{collection}/{scope}/{i}";

    public IEnumerable<ResourceSource> Sources() =>
        from project in Projects from collection in new[] { "test.a", "test.b" } select Source(project, collection);

    private PagedSource<TestResource> Source(string project, string collection) => new(
        collection,
        "test/Thing",
        (scope, token, _, cancellationToken) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            OnPage($"{project}/{collection}/{scope.Name}", token);
            Pages++;
            var from = token is null ? 0 : int.Parse(token, System.Globalization.CultureInfo.InvariantCulture);
            var items = Enumerable.Range(from, Math.Min(PageSize, Resources - from)).Select(i => new TestResource { Name = $"{project}/{collection}/{scope.Name}/{i}" });
            var next = from + PageSize < Resources ? (from + PageSize).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
            return new(new ResourcePage<TestResource> { Items = items, NextPageToken = next });
        },
        TestResource.Write)
    {
        Project = AreNodes ? null : project,
        Parent = AreNodes ? project : null,
        Scopes = [.. Scopes.Select(name => new ResourceScope(name))],
    };
}
