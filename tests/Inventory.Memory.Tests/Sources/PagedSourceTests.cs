using System.Globalization;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Time.Testing;

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

    [Fact]
    public async Task Read_EmptyPagesWithFreshTokens_EndAfterTheirBound()
    {
        var pages = 0;
        var source = Pages(token => new() { Items = token is null ? [new() { Name = "first" }] : [], NextPageToken = $"{pages++}" });
        var run = await TestRun.CollectAsync(source);
        Assert.Equal(["first"], run.Names);
        Assert.Equal("endlessEmptyPages", Assert.Single(run.Errors).Reason);
        Assert.Equal(1 + PagedSource<TestResource>.MaxEmptyPages + 1, pages);
    }

    [Fact]
    public async Task Read_AsManyEmptyPagesAsAllowed_GoesOn()
    {
        var pages = 0;
        var source = Pages(_ => ++pages <= PagedSource<TestResource>.MaxEmptyPages
            ? new() { Items = [], NextPageToken = $"{pages}" }
            : new() { Items = [new() { Name = "last" }] });
        var run = await TestRun.CollectAsync(source);
        Assert.Equal(["last"], run.Names);
        Assert.Equal(RunState.Complete, run.Summary.State);
    }

    [Fact]
    public async Task Read_TheSamePageUnderFreshTokens_EndsFailedAndHandsItOutOnce()
    {
        var pages = 0;
        var run = await TestRun.CollectAsync(Pages(_ => new() { Items = [new() { Name = "a" }, new() { Name = "b" }], NextPageToken = $"{pages++}" }));
        Assert.Equal(["a", "b"], run.Names);
        Assert.Equal("repeatedPage", Assert.Single(run.Errors).Reason);
        Assert.Equal(2, pages);
    }

    [Fact]
    public async Task Read_PageThatBeginsAsTheOneBefore_LosesNothing()
    {
        var run = await TestRun.CollectAsync(Pages(token => token is null
            ? new() { Items = [new() { Name = "a" }, new() { Name = "b" }], NextPageToken = "1" }
            : new() { Items = [new() { Name = "a" }, new() { Name = "c" }, new() { Name = "d" }] }));
        Assert.Equal(["a", "b", "c", "d"], run.Names);
        Assert.Equal(RunState.Complete, run.Summary.State);
    }

    [Fact]
    public async Task Read_FetchThatFails_IsTriedAgainAsTheCallerSays()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.Zero };
        List<(string, int)> asked = [];
        var fetches = 0;
        var source = Pages(
            token => token == "1" && ++fetches < 3
                ? throw new IOException("reset")
                : new() { Items = [new() { Name = token ?? "0" }], NextPageToken = token is null ? "1" : null },
            (failure, attempts) =>
            {
                asked.Add((failure.Message, attempts));
                return TimeSpan.FromSeconds(attempts);
            });
        var run = TestRun.CollectAsync(new CollectionRequest(source), new SequentialCollector(timeProvider: time));
        while (!run.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal(["0", "1"], (await run).Names);
        Assert.Equal([("reset", 1), ("reset", 2)], asked);
        var summary = (await run).Summary;
        Assert.Equal((RunState.Complete, 4, 2, TimeSpan.FromSeconds(3)), (summary.State, summary.Requests, summary.Retries, summary.Waited));
    }

    [Fact]
    public async Task Read_FetchThatGoesOnFailing_EndsWithItsOwnFailureAndTheAttempts()
    {
        var run = await TestRun.CollectAsync(Pages(_ => throw new IOException("reset"), (_, attempts) => attempts < 4 ? TimeSpan.Zero : null));
        var error = Assert.Single(run.Errors);
        Assert.Equal(("connectionBroken", 4), (error.Reason, error.Attempts));
        Assert.Equal((4, 3), (run.Summary.Requests, run.Summary.Retries));
    }

    [Fact]
    public async Task Read_FetchThatFailsWithoutRetryDelay_IsNotTriedAgain()
    {
        var run = await TestRun.CollectAsync(Pages(_ => throw new IOException("reset")));
        Assert.Equal(1, Assert.Single(run.Errors).Attempts);
        Assert.Equal(1, run.Summary.Requests);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(25)]
    public async Task Read_DelayThatIsNone_SaysWhatItMayBe(int hours)
    {
        var run = await TestRun.CollectAsync(Pages(_ => throw new IOException("reset"), (_, _) => TimeSpan.FromHours(hours)));
        Assert.Contains("RetryDelay of 'test.pages'", Assert.Single(run.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CancelledWhileItWaitsToTryAgain_EndsAtOnce()
    {
        using var cancellation = new CancellationTokenSource();
        var run = new SequentialCollector(timeProvider: new FakeTimeProvider()).Collect(new CollectionRequest(Pages(_ => throw new IOException("reset"), (_, _) =>
        {
            cancellation.CancelAfter(TimeSpan.Zero);
            return TimeSpan.FromHours(1);
        })));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await run.CountAsync(cancellation.Token));
        Assert.Equal(RunState.Cancelled, run.Summary.State);
    }

    [Theory]
    [MemberData(nameof(WrongItem.All), MemberType = typeof(WrongItem))]
    public async Task Read_ItemThatIsNone_FailsTheScopeAndSaysWhatToDo(string kind)
    {
        var wrong = WrongItem.Of(kind);
        var run = await TestRun.CollectAsync(new PagedSource<int>(
            "test.wrong", "test/Wrong", (_, _, _, _) => new(new ResourcePage<int> { Items = [0, 1] }), (number, item) => WrongItem.Write(number, item, wrong)));
        wrong.AssertFound(run, "test.wrong");
    }

    [Fact]
    public async Task Read_ItemsOrNoticesThatAreNull_SayWhoseDelegate()
    {
        var run = await TestRun.CollectAsync(Pages(_ => new() { Items = null! }), Pages(_ => new() { Items = [], Notices = null! }));
        Assert.Equal(["noPage", "noPage"], run.Errors.Select(error => error.Reason));
    }

    [Fact]
    public async Task Read_Next_HasNothingOfTheResourceBefore()
    {
        List<string?> versions = [];
        var source = new PagedSource<int>("test.versions", "test/Version", (_, _, _, _) => new(new ResourcePage<int> { Items = [0, 1] }), (number, item) =>
        {
            item.SetName($"{number}");
            item.Write("{}");
            if (number == 0)
            {
                (item.Version, item.DiscoveryName, item.Parent, item.AssetType, item.Location) = ("v1", "Thing", "//parent", "test/Other", "z");
            }
        });
        await foreach (var record in new SequentialCollector().Collect(new CollectionRequest(source)).WithCancellation(TestContext.Current.CancellationToken))
        {
            versions.Add($"{record.Version}|{record.DiscoveryName}|{record.Parent}|{record.AssetType}|{record.Location}");
        }

        Assert.Equal(["v1|Thing|//parent|test/Other|z", "|||test/Version|"], versions);
    }

    private static PagedSource<TestResource> Pages(Func<string?, ResourcePage<TestResource>> fetch, Func<Exception, int, TimeSpan?>? retryDelay = null) => new(
        "test.pages", "test/Page", (_, token, _, _) => new(fetch(token)), TestResource.Write)
    {
        RetryDelay = retryDelay,
    };

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
