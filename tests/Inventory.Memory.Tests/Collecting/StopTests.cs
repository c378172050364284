using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Pressure;
using Inventory.Memory.Tests.Sources;

namespace Inventory.Memory.Tests.Collecting;

/// <summary>The output of a run that stops says itself that it is not whole; and an error record is of one type.</summary>
public sealed class StopTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public async Task Collect_StopsAtATypesEnd_NamesTheNextOne(int lookAhead)
    {
        using var fixture = Exhausted();
        var run = await TestRun.CollectAsync(new CollectionRequest(Filling("test.a", fixture), HungSource.Plain("test.b"), HungSource.Plain("test.c")), Collector(lookAhead, fixture));

        Assert.Equal(["test.a"], run.Names);
        var error = Assert.Single(run.Errors);
        Assert.Equal(("test.b", ScopeState.Stopped, "memoryCeiling"), (error.Collection, error.State, error.Reason));
        Assert.Equal(RunState.Stopped, run.Summary.State);
        Assert.Equal(1, run.Summary.Types[0].Scopes(ScopeState.Complete));
        Assert.Equal(0, run.Summary.Types[0].Scopes(ScopeState.Stopped));
        Assert.NotNull(run.Summary.StopMessage);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public async Task Collect_ExhaustedAtTheLastTypesEnd_IsComplete(int lookAhead)
    {
        using var fixture = Exhausted();
        var run = await TestRun.CollectAsync(new CollectionRequest(Filling("test.a", fixture)), Collector(lookAhead, fixture));
        Assert.Equal(["test.a"], run.Names);
        Assert.Empty(run.Errors);
        Assert.Equal(RunState.Complete, run.Summary.State);
    }

    [Fact]
    public async Task Collect_ErrorRecords_HaveTheTypeOfTheirError()
    {
        var children = new TreeSource(new TreeSource.Counts(), 1, 1)
        {
            Fault = scope => scope == ResourceScope.Default ? new ScopeFailedException(ScopeState.Denied, "forbidden", "no") : null,
            Scopes = [new("top")],
        };
        var notices = new PagedSource<TestResource>(
            "test.notices",
            "test/First",
            (_, _, _, _) => new(new ResourcePage<TestResource>
            {
                Items = [],
                Notices = [new() { Reason = "itemTooLarge", Message = "big", AssetType = "test/Second", Location = "z" }, new() { Reason = "UNREACHABLE", Message = "down" }],
            }),
            TestResource.Write)
        {
            Project = "p",
        };
        List<string?> types = [];
        await foreach (var record in new SequentialCollector().Collect(new CollectionRequest(children, notices)).WithCancellation(TestContext.Current.CancellationToken))
        {
            if (record.Error is { } error)
            {
                Assert.Equal((error.AssetType, error.Collection, error.Project, error.Location), (record.AssetType, record.Collection, record.Project, record.Location));
                types.Add(error.AssetType);
            }
        }

        Assert.Equal(["test/Level0", "test/Second", "test/First"], types);
    }

    private static GovernorFixture Exhausted() => new(options: new() { MaximumPause = TimeSpan.Zero });

    private static SequentialCollector Collector(int lookAhead, GovernorFixture fixture) => new(new() { LookAhead = lookAhead }, fixture.Governor, fixture.Time);

    /// <summary>Its one resource takes all memory.</summary>
    private static PagedSource<TestResource> Filling(string collection, GovernorFixture fixture) => new(
        collection,
        "test/Thing",
        (_, _, _, _) =>
        {
            fixture.Rss = 99 * GovernorFixture.MiB;
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            return new(new ResourcePage<TestResource> { Items = [new() { Name = collection }] });
        },
        TestResource.Write);
}
