using Inventory.Memory.Json;
using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Pressure;
using Inventory.Memory.Tests.Sources;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.Tests;

public sealed class SequentialCollectorTests
{
    [Fact]
    public async Task Collect_SeveralSources_KeepsTheirOrderAndTallies()
    {
        var run = await TestRun.CollectAsync(Source("test.a", 2), Source("test.b", 0), Source("test.a", 1));
        Assert.Equal(["test.a/0", "test.a/1", "test.a/0"], run.Names);
        Assert.Equal(RunState.Complete, run.Summary.State);
        Assert.Equal(["test.a", "test.b"], [.. run.Summary.Types.Select(type => type.Collection)]);
        Assert.Equal(3, run.Summary.Resources);
        Assert.Equal(3, run.Summary.Types[0].Resources);
        Assert.Equal(2, run.Summary.Types[0].Scopes(ScopeState.Complete));
        Assert.Equal(1, run.Summary.Types[1].Scopes(ScopeState.Empty));
        Assert.Equal(3, run.Summary.Requests);
    }

    [Fact]
    public async Task Collect_FailingScope_BecomesAnErrorRecordAndTheRunGoesOn()
    {
        var run = await TestRun.CollectAsync(
            Failing("test.denied", new ScopeFailedException(ScopeState.Denied, "forbidden", "no") { HttpStatus = 403, Attempts = 2 }),
            Source("test.fine", 1));
        var error = Assert.Single(run.Errors);
        Assert.Equal((ScopeState.Denied, "forbidden", 403, 2), (error.State, error.Reason, error.HttpStatus, error.Attempts));
        Assert.Equal(["test.fine/0"], run.Names);
        Assert.Equal(RunState.Partial, run.Summary.State);
        Assert.Equal("test.denied", Assert.Single(run.Summary.Incomplete).Collection);
    }

    [Fact]
    public async Task Collect_DisabledScope_IsAnAnswerWithoutErrorRecord()
    {
        var run = await TestRun.CollectAsync(Failing("test.off", new ScopeFailedException(ScopeState.Disabled, "accessNotConfigured", "off")));
        Assert.Empty(run.Errors);
        Assert.Equal(RunState.Complete, run.Summary.State);
        Assert.Equal(1, run.Summary.Types[0].Scopes(ScopeState.Disabled));
    }

    [Theory]
    [InlineData("malformed")]
    [InlineData("truncated")]
    [InlineData("timeout")]
    [InlineData("connectionBroken")]
    [InlineData("unexpected")]
    public async Task Collect_Exception_IsNamedByItsReason(string reason)
    {
        Exception failure = reason switch
        {
            "malformed" => new MalformedJsonException(7, "no"),
            "truncated" => new MalformedJsonException(7, "cut") { IsTruncated = true },
            "timeout" => new TaskCanceledException("an HttpClient time-out is cancellation, too"),
            "connectionBroken" => new IOException("reset"),
            _ => new FormatException("a bug"),
        };
        var run = await TestRun.CollectAsync(Failing("test.broken", failure));
        Assert.Equal(reason, Assert.Single(run.Errors).Reason);
        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.Same(run.Errors[0], run.Summary.FirstError);
    }

    /// <summary>No scope that would be left out while the rest goes on: the next one would not find memory either.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Collect_OutOfMemory_StopsTheRunAndSaysWhy(int lookAhead)
    {
        var request = new CollectionRequest(Source("test.fine", 1), Failing("test.broken", new InsufficientMemoryException("No 16 MiB.")), Source("test.after", 1));
        var run = await TestRun.CollectAsync(request, new SequentialCollector(new SequentialCollectorOptions { LookAhead = lookAhead }));
        Assert.Equal(RunState.Stopped, run.Summary.State);
        Assert.Equal(["test.fine/0"], run.Names);
        Assert.Equal((ScopeState.Stopped, "memoryCeiling"), (Assert.Single(run.Errors).State, run.Errors[0].Reason));
        Assert.StartsWith("Memory has run out: No 16 MiB. ", run.Summary.StopMessage, StringComparison.Ordinal);
        Assert.EndsWith("Raise the limit, or use a smaller page size or less look-ahead.", run.Summary.StopMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_ScopesCannotBeFound_FailsThatSourceAlone()
    {
        var run = await TestRun.CollectAsync(new NoScopesSource(), Source("test.fine", 1));
        Assert.Equal("noScopes", Assert.Single(run.Errors).Reason);
        Assert.Equal(["test.fine/0"], run.Names);
    }

    [Fact]
    public async Task Collect_Cancelled_ThrowsAndSaysSo()
    {
        using var cancellation = new CancellationTokenSource();
        var run = new SequentialCollector().Collect(new CollectionRequest(Source("test.a", 1000)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in run.WithCancellation(cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });
        Assert.Equal(RunState.Cancelled, run.Summary.State);
        Assert.NotNull(run.Summary.EndedAt);
        Assert.Equal(ScopeState.Stopped, Assert.Single(run.Summary.Incomplete).State);
    }

    [Fact]
    public async Task Collect_ConsumerLeavesEarly_EndsCancelled()
    {
        var run = new SequentialCollector().Collect(new CollectionRequest(Source("test.a", 1000)));
        await foreach (var _ in run)
        {
            break;
        }

        Assert.Equal(RunState.Cancelled, run.Summary.State);
    }

    [Fact]
    public async Task Collect_Deadline_EndsTheScopeAndSkipsTheRest()
    {
        var time = new FakeTimeProvider();
        var late = new PagedSource<TestResource>(
            "test.slow",
            "test/Slow",
            (_, token, _, cancellationToken) =>
            {
                if (token is not null)
                {
                    time.Advance(TimeSpan.FromSeconds(11));
                    cancellationToken.ThrowIfCancellationRequested();
                }

                return new(new ResourcePage<TestResource> { Items = [new() { Name = "slow" }], NextPageToken = "next" });
            },
            TestResource.Write);
        var run = await TestRun.CollectAsync(
            new CollectionRequest(late, Source("test.never", 1)) { Deadline = TimeSpan.FromSeconds(10) },
            new SequentialCollector(timeProvider: time));
        Assert.Equal(["slow"], run.Names);
        Assert.Equal([ScopeState.Failed, ScopeState.Skipped], run.Errors.Select(error => error.State));
        Assert.All(run.Errors, error => Assert.Equal("deadlineExceeded", error.Reason));
        Assert.Equal(RunState.Partial, run.Summary.State);
    }

    [Fact]
    public async Task Enumerate_Twice_Throws()
    {
        var run = new SequentialCollector().Collect(new CollectionRequest(Source("test.a", 1)));
        await run.CountAsync(TestContext.Current.CancellationToken);
        Assert.Throws<InvalidOperationException>(() => run.GetAsyncEnumerator(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Collect_SeveralRunsAtOnce_AreIndependent()
    {
        var collector = new SequentialCollector();
        var runs = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => TestRun.CollectAsync(new CollectionRequest(Source("test.a", i * 100)), collector))));
        Assert.Equal(Enumerable.Range(1, 8).Select(i => i * 100L), runs.Select(run => run.Summary.Resources));
        Assert.Equal(8, runs.Select(run => run.Summary.RunId).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Summary_ManyGaps_KeepsTheFirstThousandAndCountsTheRest()
    {
        var run = await TestRun.CollectAsync([.. Enumerable.Range(0, 1234).Select(_ => Failing("test.gone", new ScopeFailedException(ScopeState.Failed, "notFound", "gone")))]);
        Assert.Equal(CollectionSummary.MaxIncomplete, run.Summary.Incomplete.Count);
        Assert.Equal(234, run.Summary.IncompleteOmitted);
    }

    [Fact]
    public void Summary_BeforeTheRun_IsEmptyAndCanBeRead()
    {
        var summary = new SequentialCollector().Collect(new CollectionRequest(Source("test.a", 10))).Summary;

        Assert.Equal((0, 0), (summary.Memory.Samples, summary.Memory.PeakBytes));
        Assert.Empty(summary.Memory.History);
        Assert.Equal((TimeSpan.Zero, 0, 0, 0), (summary.Elapsed, summary.Resources, summary.Gc.AllocatedBytes, summary.Governor.Checks));
        Assert.Empty(summary.Types);
    }

    [Fact]
    public async Task Summary_AfterTheRun_HasMemoryAndGc()
    {
        var run = await TestRun.CollectAsync(Source("test.a", 10));
        Assert.InRange(run.Summary.Memory.PeakBytes, 1_000_000, long.MaxValue);
        Assert.InRange(run.Summary.Memory.MinimumBytes, 1, run.Summary.Memory.PeakBytes);
        Assert.True(run.Summary.Memory.Samples >= 2);
        Assert.True(run.Summary.Gc.AllocatedBytes >= 0);
    }

    [Fact]
    public async Task Collect_SourceWithACache_IsTrimmedUnderPressureWhileItIsCollected()
    {
        using var fixture = new GovernorFixture(options: new() { MaximumPause = TimeSpan.Zero });
        var collector = new SequentialCollector(governor: fixture.Governor);
        var cache = new FakeTrimmable();
        fixture.Rss = 92 * GovernorFixture.MiB;
        // Two runs over one provider: the end of one must not take the other's registration.
        await using var other = collector.Collect(new CollectionRequest(SourceOver(cache))).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await other.MoveNextAsync());
        await TestRun.CollectAsync(new CollectionRequest(SourceOver(cache), Source("test.plain", 1)), collector);
        Assert.Equal(1, cache.Trims);
        fixture.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.False(await other.MoveNextAsync());
        Assert.Equal(2, cache.Trims);
        fixture.Time.Advance(TimeSpan.FromMinutes(2));
        await TestRun.CollectAsync(new CollectionRequest(Source("test.plain", 1)), collector);
        Assert.Equal(2, cache.Trims);
    }

    private static PagedSource<TestResource> SourceOver(FakeTrimmable cache) => new(
        "test.cached", "test/Cached", (_, _, _, _) => new(new ResourcePage<TestResource> { Items = [new() { Name = "a" }] }), TestResource.Write)
    {
        Trimmable = cache,
    };

    private static PagedSource<TestResource> Source(string collection, int count) => new(
        collection,
        "test/Thing",
        (_, _, _, _) => new(new ResourcePage<TestResource> { Items = Enumerable.Range(0, count).Select(i => new TestResource { Name = $"{collection}/{i}" }) }),
        TestResource.Write);

    private static PagedSource<TestResource> Failing(string collection, Exception failure) => new(
        collection,
        "test/Broken",
        (_, _, _, _) => ValueTask.FromException<ResourcePage<TestResource>>(failure),
        TestResource.Write);

    private sealed class NoScopesSource() : ResourceSource("test.unfound", "test/Unfound")
    {
        protected override async IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            throw new ScopeFailedException(ScopeState.Failed, "noScopes", "the list of zones could not be read");
#pragma warning disable CS0162 // An iterator needs a yield.
            yield break;
#pragma warning restore CS0162
        }

        protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) => throw new NotSupportedException();
    }
}
