using Inventory.Memory.Collecting;
using Inventory.Memory.Pressure;
using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Pressure;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace Inventory.Memory.Tests.Collecting;

/// <summary>Whatever throws: no scope passes for complete that is not, the run ends, says how, and measures no longer.</summary>
public sealed class FaultySourceTests : IDisposable
{
    private readonly GovernorFixture _fixture = new();
    private int _readings;

    public FaultySourceTests()
    {
        var values = _fixture.Probe.Values;
        _fixture.Probe.Values = reading =>
        {
            _readings++;
            values(reading);
        };
    }

    public static TheoryData<string> Messages =>
        ["RunBegins", "PageRead", "ScopeEnded", "TypeProcessed", "ScopesProcessed", "ScopeIncomplete", "RunEnded", "MemorySummary", "CloseFailed"];

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData((int)FaultySource.Fault.UnknownStep, "invalidStep", "answered the step 7, which is none")]
    [InlineData((int)FaultySource.Fault.NoticeWithoutOne, "invalidStep", "Call Item.Report")]
    [InlineData((int)FaultySource.Fault.NoJson, "invalidItem", "has no JSON")]
    [InlineData((int)FaultySource.Fault.NoObject, "invalidItem", "is not a JSON object")]
    [InlineData((int)FaultySource.Fault.NoName, "invalidItem", "Call item.SetName")]
    [InlineData((int)FaultySource.Fault.Ahead, "unexpected", "FormatException: cannot begin")]
    public async Task Collect_CursorThatBreaksItsPromise_EndsEachScopeFailed(int fault, string reason, string message)
    {
        var run = await HungSource.Soon(CollectAsync(new FaultySource((FaultySource.Fault)fault), HungSource.Plain("fine")));

        Assert.Equal(["fine"], run.Names);
        Assert.Equal(3, run.Errors.Count);
        Assert.All(run.Errors, error => Assert.Equal((ScopeState.Failed, reason), (error.State, error.Reason)));
        Assert.All(run.Errors, error => Assert.Contains(message, error.Message, StringComparison.Ordinal));
        Assert.Equal(RunState.Partial, run.Summary.State);
        AssertMeasuresNoLonger();
    }

    [Theory]
    [InlineData((int)FaultySource.Fault.Close)]
    [InlineData((int)FaultySource.Fault.CloseLater)]
    [InlineData((int)FaultySource.Fault.ScopesClose)]
    public async Task Collect_CloseThatThrows_IsLoggedAndSpoilsNothing(int fault)
    {
        var logger = new FakeLogger<SequentialCollector>();

        var run = await HungSource.Soon(CollectAsync(logger, new FaultySource((FaultySource.Fault)fault, "a"), new FaultySource((FaultySource.Fault)fault, "b")));

        Assert.Equal(["a/0", "a/1", "a/2", "b/0", "b/1", "b/2"], run.Names);
        Assert.Equal(RunState.Complete, run.Summary.State);
        Assert.All(logger.Collector.GetSnapshot().Where(entry => entry.Id.Name == "CloseFailed"), entry => Assert.IsType<FormatException>(entry.Exception));
        Assert.Contains(logger.Collector.GetSnapshot(), entry => entry.Id.Name == "CloseFailed");
        AssertMeasuresNoLonger();
    }

    [Fact]
    public async Task Collect_CloseThatThrowsAfterAnEarlyExit_EndsCancelled()
    {
        var run = Collector(NullLogger<SequentialCollector>.Instance).Collect(new CollectionRequest(new FaultySource(FaultySource.Fault.Close)));
        await foreach (var _ in run.WithCancellation(TestContext.Current.CancellationToken))
        {
            break;
        }

        Assert.Equal(RunState.Cancelled, run.Summary.State);
        AssertMeasuresNoLonger();
    }

    [Fact]
    public async Task Collect_ScopesThatThrowAtOnce_FailThatSourceAlone()
    {
        var run = await CollectAsync(new FaultySource(FaultySource.Fault.ScopesAtOnce), HungSource.Plain("fine"));
        Assert.Equal(["fine"], run.Names);
        Assert.Equal("FormatException: no scopes", Assert.Single(run.Errors).Message);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task Collect_LoggerThatThrows_LeavesNoRunBehind(string message)
    {
        CollectionRun? run = null;
        try
        {
            run = Collector(new ThrowingLogger(message)).Collect(new CollectionRequest(
                new FaultySource(FaultySource.Fault.None), new FaultySource(FaultySource.Fault.UnknownStep), new FaultySource(FaultySource.Fault.Close)));
            await HungSource.Soon(run.CountAsync(TestContext.Current.CancellationToken).AsTask());
        }
        catch (NotSupportedException failure)
        {
            Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        }

        Assert.NotEqual(RunState.Running, run!.Summary.State);
        Assert.NotNull(run.Summary.EndedAt);
        AssertMeasuresNoLonger();
    }

    [Fact]
    public async Task Collect_ScopeEndedThatThrows_EndsFailed()
    {
        var run = Collector(NullLogger<SequentialCollector>.Instance).Collect(new CollectionRequest(new FaultySource(FaultySource.Fault.None))
        {
            ScopeEnded = _ => throw new IOException("disk full"),
        });
        await Assert.ThrowsAsync<IOException>(() => HungSource.Soon(run.CountAsync(TestContext.Current.CancellationToken).AsTask()));
        Assert.Equal(RunState.Failed, run.Summary.State);
        AssertMeasuresNoLonger();
    }

    [Theory]
    [InlineData(ScopeState.Complete)]
    [InlineData(ScopeState.Empty)]
    [InlineData((ScopeState)99)]
    public void FailuresAndNotices_StateThatHidesThem_AreRefused(ScopeState state)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScopeFailedException(state, "gone", "gone"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScopeNotice { Reason = "gone", Message = "gone", State = state });
    }

    [Fact]
    public async Task Trim_OneThatThrows_TakesTheOthersBack()
    {
        var counts = new TreeSource.Counts();
        await using var ahead = Ahead(new FaultySource(FaultySource.Fault.EndAhead), new TreeSource(counts, 0, 1));
        await ahead.NextAsync();
        SpinWait.SpinUntil(() => Volatile.Read(ref counts.Ahead) == 1, TimeSpan.FromMinutes(1));

        Assert.Throws<AggregateException>(() => ahead.Trim(PressureLevel.Critical));

        Assert.Equal(0, counts.Ahead);
    }

    /// <summary>The governor asks from any thread: here while the first of the cursors that nobody reads any more is being closed.</summary>
    [Fact]
    public async Task Trim_WhileTheRunEnds_TouchesNoCursorThatIsBeingClosed()
    {
        var source = new SlowlyClosedSource();
        var ahead = Ahead(source);
        await ahead.NextAsync();
        SpinWait.SpinUntil(() => source.Begun == 3, TimeSpan.FromMinutes(1));

        var closing = ahead.DisposeAsync().AsTask();
        await HungSource.Soon(source.IsClosing);
        ahead.Trim(PressureLevel.Critical);
        Assert.False(source.WasTouched);
        source.Open();
        await HungSource.Soon(closing);
        ahead.Trim(PressureLevel.Critical);

        Assert.False(source.WasTouched);
        Assert.Equal(3, source.Closed);
    }

    private ScopesAhead Ahead(params ResourceSource[] sources)
    {
        var closings = new RunClosings(NullLogger.Instance, CancellationToken.None);
        var feed = new ScopeFeed(sources.ToAsyncEnumerable(), () => null, closings, CancellationToken.None, CancellationToken.None);
        return new ScopesAhead(feed, _fixture.Governor, 8, closings, CancellationToken.None, CancellationToken.None);
    }

    private SequentialCollector Collector(Microsoft.Extensions.Logging.ILogger<SequentialCollector> logger) =>
        new(new() { LookAhead = 4 }, _fixture.Governor, _fixture.Time, logger);

    private Task<TestRun> CollectAsync(params ResourceSource[] sources) => CollectAsync(NullLogger<SequentialCollector>.Instance, sources);

    private Task<TestRun> CollectAsync(Microsoft.Extensions.Logging.ILogger<SequentialCollector> logger, params ResourceSource[] sources) =>
        TestRun.CollectAsync(new CollectionRequest(sources), Collector(logger));

    private void AssertMeasuresNoLonger()
    {
        var before = _readings;
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(before, _readings);
        using var session = _fixture.Monitor.BeginSession();
        Assert.False(_fixture.Monitor.IsShared);
    }
}
