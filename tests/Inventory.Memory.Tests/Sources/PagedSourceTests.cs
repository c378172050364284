using System.Globalization;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests.Sources;

public sealed class PagedSourceTests : ResourceSourceContract
{
    private const int PageSize = 100;

    [Fact]
    public async Task Read_RepeatedPageToken_FailsTheScopeAfterItsResources()
    {
        var source = new PagedSource<TestResource>(
            "test.loops",
            "test/Loop",
            (_, token, _, _) => new(new ResourcePage<TestResource> { Items = [new() { Name = token ?? "first" }], NextPageToken = "again" }),
            TestResource.Write);
        var summary = await TestRun.CollectAsync(source);
        Assert.Equal(["first", "again"], summary.Names);
        var error = Assert.Single(summary.Errors);
        Assert.Equal("repeatedPageToken", error.Reason);
        Assert.Equal(ScopeState.Failed, error.State);
    }

    [Fact]
    public async Task Read_PageWithNotices_EndsPartial()
    {
        var notice = new ScopeNotice { Reason = "UNREACHABLE", Message = "zones/z is down", Location = "z" };
        var source = new PagedSource<TestResource>(
            "test.partial",
            "test/Partial",
            (_, _, _, _) => new(new ResourcePage<TestResource> { Items = [new() { Name = "a" }], Notices = [notice] }),
            TestResource.Write);
        var run = await TestRun.CollectAsync(source);
        Assert.Equal("z", Assert.Single(run.Errors).Location);
        Assert.Equal(1, run.Summary.Types[0].Scopes(ScopeState.Partial));
        Assert.Equal(RunState.Partial, run.Summary.State);
    }

    [Fact]
    public async Task Read_FetchAnswersNull_SaysWhoseDelegate()
    {
        var source = new PagedSource<TestResource>("test.null", "test/Null", (_, _, _, _) => new((ResourcePage<TestResource>)null!), TestResource.Write);
        var run = await TestRun.CollectAsync(source);
        Assert.Contains("test.null", Assert.Single(run.Errors).Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, run.Summary.State);
    }

    protected override ResourceSource Create(params int[] resourcesPerScope) => new PagedSource<TestResource>(
        "test.things",
        "test/Thing",
        (scope, token, _, cancellationToken) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var total = resourcesPerScope[int.Parse(scope.Name, CultureInfo.InvariantCulture)];
            var start = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
            var end = Math.Min(total, start + PageSize);
            return new(new ResourcePage<TestResource>
            {
                Items = Enumerable.Range(start, end - start).Select(i => new TestResource { Name = $"{scope}/{i}" }),
                NextPageToken = end < total ? end.ToString(CultureInfo.InvariantCulture) : "",
            });
        },
        TestResource.Write)
    {
        Scopes = [.. Enumerable.Range(0, resourcesPerScope.Length).Select(i => new ResourceScope(i.ToString(CultureInfo.InvariantCulture)))],
    };
}
