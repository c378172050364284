using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Pressure;
using Inventory.Memory.Tests.Sources;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.Tests.Collecting;

/// <summary>Cancel, deadline and an early exit reach what is under way at once, also where it ignores its token.</summary>
public sealed class LeavingTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly HungSource _hung = new();

    [Fact]
    public async Task Dispose_WhileSourcesAreFoundAhead_DoesNotWaitForThem()
    {
        var run = Collector(8).Collect(new CollectionRequest(_hung.FindSources(HungSource.Plain("a"))));
        var records = run.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await records.MoveNextAsync());
        await _hung.Reached;

        await HungSource.Soon(records.DisposeAsync().AsTask());

        Assert.Equal(RunState.Cancelled, run.Summary.State);
        Assert.False(_hung.IsClosed);
        _hung.Open();
        await _hung.Closed;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public async Task Deadline_WhileSourcesAreFound_EndsThatAndNamesIt(int lookAhead)
    {
        var (run, records) = await BeginAsync(lookAhead, 1, new CollectionRequest(_hung.FindSources(HungSource.Plain("a"))) { Deadline = TimeSpan.FromSeconds(10) });
        Assert.Equal(["a"], records.Names);

        _time.Advance(TimeSpan.FromSeconds(11));
        await records.ReadToEndAsync();

        var error = Assert.Single(records.Errors);
        Assert.Equal((ScopeResult.AllScopes, ScopeState.Skipped, "deadlineExceeded", 0), (error.Collection, error.State, error.Reason, error.Attempts));
        Assert.Equal(RunState.Partial, run.Summary.State);
        _hung.Open();
        await _hung.Closed;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public async Task Deadline_WhileScopesAreFound_SkipsThatSourceAndTheRest(int lookAhead)
    {
        var (run, records) = await BeginAsync(
            lookAhead, 0, new CollectionRequest(_hung.WithoutScopes("a"), HungSource.Plain("b")) { Deadline = TimeSpan.FromSeconds(10) });

        _time.Advance(TimeSpan.FromSeconds(11));
        await records.ReadToEndAsync();

        Assert.Equal((ScopeResult.AllScopes, ScopeState.Skipped), (Assert.Single(records.Errors).Collection, records.Errors[0].State));
        Assert.Equal([1, 1], run.Summary.Types.Select(type => type.Scopes(ScopeState.Skipped)));
        Assert.Empty(records.Names);
        Assert.Equal(RunState.Failed, run.Summary.State);
        _hung.Open();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public async Task Deadline_ListThatIgnoresItsToken_FailsItAtOnceAndClosesItLater(int lookAhead)
    {
        var (run, records) = await BeginAsync(
            lookAhead, 1, new CollectionRequest(HungSource.Plain("a"), _hung.List("b"), HungSource.Plain("c")) { Deadline = TimeSpan.FromSeconds(10) });

        _time.Advance(TimeSpan.FromSeconds(11));
        await records.ReadToEndAsync();

        Assert.Equal(["a"], records.Names);
        Assert.Equal([("b", ScopeState.Failed), (ScopeResult.AllScopes, ScopeState.Skipped)], records.Errors.Select(error => (error.Collection, error.State)));
        Assert.All(records.Errors, error => Assert.Equal("deadlineExceeded", error.Reason));
        Assert.Equal(RunState.Partial, run.Summary.State);
        Assert.False(_hung.IsClosed);
        _hung.Open();
        await _hung.Closed;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public async Task Cancel_ListThatIgnoresItsToken_EndsTheRunAtOnce(int lookAhead)
    {
        using var cancellation = new CancellationTokenSource();
        var run = Collector(lookAhead).Collect(new CollectionRequest(_hung.List("a")));
        var records = run.GetAsyncEnumerator(cancellation.Token);
        var next = records.MoveNextAsync().AsTask();
        await _hung.Reached;

        await cancellation.CancelAsync();

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => HungSource.Soon(next));
        Assert.Equal(cancellation.Token, failure.CancellationToken);
        Assert.Equal(RunState.Cancelled, run.Summary.State);
        Assert.Equal(ScopeState.Stopped, Assert.Single(run.Summary.Incomplete).State);
        await HungSource.Soon(records.DisposeAsync().AsTask());
        _hung.Open();
        await _hung.Closed;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public async Task Dispose_WhileARecordIsAwaited_EndsTheRun(int lookAhead)
    {
        var run = Collector(lookAhead).Collect(new CollectionRequest(_hung.List("a")));
        var records = run.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = records.MoveNextAsync().AsTask();
        await _hung.Reached;

        await HungSource.Soon(records.DisposeAsync().AsTask());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => HungSource.Soon(next));
        Assert.Equal(RunState.Cancelled, run.Summary.State);
        Assert.False(await records.MoveNextAsync());
        _hung.Open();
    }

    [Fact]
    public async Task MoveNext_WhileOneIsAwaited_ThrowsAndHarmsNothing()
    {
        var collector = Collector(0);
        var run = collector.Collect(new CollectionRequest(_hung.List("a"), HungSource.Plain("b")));
        await using var records = run.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = records.MoveNextAsync().AsTask();
        await _hung.Reached;

        for (var i = 0; i < 10; i++)
        {
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => HungSource.Soon(Task.Run(async () => await records.MoveNextAsync())));
            Assert.Contains("await each MoveNextAsync", failure.Message, StringComparison.Ordinal);
        }

        _hung.Open();
        Assert.True(await HungSource.Soon(next));
        Assert.Equal("late", records.Current.Name);
        Assert.True(await records.MoveNextAsync());
        Assert.False(await records.MoveNextAsync());
        Assert.Equal(RunState.Complete, run.Summary.State);
        Assert.Equal(["c"], (await TestRun.CollectAsync(new CollectionRequest(HungSource.Plain("c")), collector)).Names);
    }

    [Fact]
    public async Task Deadline_LongerThanATimerTakes_IsWaitedForInSteps()
    {
        var (run, records) = await BeginAsync(0, 0, new CollectionRequest(_hung.List("a")) { Deadline = TimeSpan.FromDays(60) });

        _time.Advance(TimeSpan.FromDays(59));
        Assert.False(records.Next.IsCompleted);
        _time.Advance(TimeSpan.FromDays(2));
        await records.ReadToEndAsync();

        Assert.Equal("deadlineExceeded", Assert.Single(records.Errors).Reason);
        Assert.Equal(RunState.Failed, run.Summary.State);
        _hung.Open();
    }

    [Fact]
    public async Task Deadline_TheLongest_Works()
    {
        var run = await TestRun.CollectAsync(new CollectionRequest(HungSource.Plain("a")) { Deadline = TimeSpan.MaxValue });
        Assert.Equal(RunState.Complete, run.Summary.State);
    }

    /// <summary>The governor may pause for an hour here; the run has ten seconds.</summary>
    [Fact]
    public async Task Deadline_WhileTheRunPausesForMemory_EndsThePause()
    {
        using var fixture = new GovernorFixture(options: new() { MaximumPause = TimeSpan.FromHours(1) });
        var pages = new PagedSource<TestResource>(
            "test.pages",
            "test/Page",
            (_, token, _, _) =>
            {
                fixture.Rss = 92 * GovernorFixture.MiB;
                fixture.Time.Advance(TimeSpan.FromSeconds(1));
                return new(new ResourcePage<TestResource> { Items = [new() { Name = token ?? "0" }], NextPageToken = token is null ? "1" : null });
            },
            TestResource.Write);
        var collector = new SequentialCollector(new() { LookAhead = 0 }, fixture.Governor, fixture.Time);
        var began = fixture.Time.GetUtcNow();
        var run = TestRun.CollectAsync(new CollectionRequest(pages) { Deadline = TimeSpan.FromSeconds(10) }, collector);
        while (!run.IsCompleted)
        {
            fixture.Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
            Assert.InRange(fixture.Time.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromMinutes(50));
        }

        Assert.Equal(["0"], (await run).Names);
        Assert.Equal("deadlineExceeded", Assert.Single((await run).Errors).Reason);
    }

    private SequentialCollector Collector(int lookAhead) => new(new SequentialCollectorOptions { LookAhead = lookAhead }, timeProvider: _time);

    /// <summary>Reads all records that come, and goes on to where it hangs.</summary>
    private async Task<(CollectionRun Run, Reading Records)> BeginAsync(int lookAhead, int records, CollectionRequest request)
    {
        var run = Collector(lookAhead).Collect(request);
        var reading = new Reading(run.GetAsyncEnumerator(TestContext.Current.CancellationToken));
        for (var i = 0; i < records; i++)
        {
            Assert.True(await reading.TakeAsync());
        }

        await _hung.Reached;
        return (run, reading);
    }

    /// <summary>What a consumer has got, and the record that it waits for.</summary>
    private sealed class Reading(IAsyncEnumerator<InventoryRecord> records)
    {
        public List<string> Names { get; } = [];

        public List<InventoryError> Errors { get; } = [];

        public Task<bool> Next { get; private set; } = records.MoveNextAsync().AsTask();

        public async Task<bool> TakeAsync()
        {
            if (!await HungSource.Soon(Next))
            {
                return false;
            }

            if (records.Current.Error is { } error)
            {
                Errors.Add(error);
            }
            else
            {
                Names.Add(records.Current.Name);
            }

            Next = records.MoveNextAsync().AsTask();
            return true;
        }

        public async Task ReadToEndAsync()
        {
            while (await TakeAsync())
            {
                // Each is kept.
            }

            await HungSource.Soon(records.DisposeAsync().AsTask());
        }
    }
}
