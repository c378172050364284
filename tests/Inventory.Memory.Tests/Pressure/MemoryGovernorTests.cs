using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.Tests.Pressure;

/// <summary>What a check answers and when a run is paused or stopped.</summary>
public sealed class MemoryGovernorTests : IDisposable
{
    private const long MiB = GovernorFixture.MiB;
    private readonly GovernorFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task CheckAsync_PlentyOfMemory_GoesOnAndCollectsNothing()
    {
        var check = _fixture.CheckAsync(50).AsTask();

        Assert.True(check.IsCompleted);
        Assert.Equal(new GovernorDecision { Level = PressureLevel.Normal }, await check);
        Assert.Empty(_fixture.Collector.Steps);
    }

    [Theory]
    [InlineData(40, 1)]
    [InlineData(50, 4)]
    [InlineData(79, 4)]
    [InlineData(80, 100)]
    public async Task CheckAsync_ManyInAMoment_ReadMemoryAgainOnlyNearALimit(double mebibytes, long samples)
    {
        _fixture.Rss = (long)(mebibytes * MiB);
        for (var i = 0; i < 100; i++)
        {
            await _fixture.Governor.CheckAsync(CollectionBoundary.Page, default);
            _fixture.Time.Advance(MemoryGovernor.Recent / 100);
        }

        Assert.InRange(_fixture.Monitor.GetStatistics().Samples, samples, samples + 3); // collections and statistics take theirs
        _fixture.Rss = 95 * MiB;
        _fixture.Time.Advance(MemoryGovernor.Recent);
        await _fixture.FinishAsync(_fixture.Governor.CheckAsync(CollectionBoundary.Page, default));
        Assert.Equal(PressureLevel.Exhausted, _fixture.Governor.Level);
    }

    [Fact]
    public async Task CheckAsync_Normal_AllocatesNothing()
    {
        using var monitor = new MemoryMonitor();
        var governor = new MemoryGovernor(monitor);
        var allocation = new LeastAllocation();
        while (allocation.GoOn())
        {
            for (var i = 0; i < 500; i++)
                await governor.CheckAsync(CollectionBoundary.Page, new() { Records = 1 }); // completes here: no task is made
        }

        Assert.Equal(0, allocation.Bytes);
    }

    [Fact]
    public async Task CheckAsync_CriticalAndStaying_PausesOncePerEpisode()
    {
        var first = await _fixture.FinishAsync(_fixture.CheckAsync(92));
        var second = _fixture.CheckAsync(92).AsTask();
        Assert.True(second.IsCompleted); // memory that does not fall must not cost the wait at every page
        await second;

        Assert.False(first.ShouldStop);
        var statistics = _fixture.Governor.GetStatistics();
        Assert.Equal(1, statistics.Pauses);
        Assert.InRange(statistics.PauseTime, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.2));

        await _fixture.CheckAsync(20);
        _fixture.Time.Advance(TimeSpan.FromSeconds(2));
        await _fixture.CheckAsync(20);
        Assert.Equal(PressureLevel.Normal, _fixture.Governor.Level);
        await _fixture.FinishAsync(_fixture.CheckAsync(92));
        Assert.Equal(2, _fixture.Governor.GetStatistics().Pauses);
    }

    [Fact]
    public async Task CheckAsync_MemoryFallsDuringThePause_GoesOn()
    {
        var check = _fixture.CheckAsync(97).AsTask();
        Assert.False(check.IsCompleted);
        _fixture.Rss = 50 * MiB;

        var decision = await _fixture.FinishAsync(new(check));

        Assert.False(decision.ShouldStop);
        Assert.True(_fixture.Governor.GetStatistics().PauseTime < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task CheckAsync_CancelledDuringThePause_Throws()
    {
        using var source = new CancellationTokenSource();
        var check = _fixture.CheckAsync(97, cancellationToken: source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check);
    }

    [Fact]
    public async Task CheckAsync_ExhaustedByDetachedRecords_NamesThem()
    {
        _fixture.Live = 80 * MiB;
        await _fixture.FinishAsync(_fixture.CheckAsync(50, records: 1, detachedBytes: 70 * MiB));

        var decision = await _fixture.FinishAsync(_fixture.CheckAsync(97));

        Assert.Contains("70.0MiB of records its own with Detach()", decision.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_ExhaustedInSpiteOfAll_StopsWithEvidenceAndRemedy()
    {
        _fixture.Live = 80 * MiB;

        var decision = await _fixture.FinishAsync(_fixture.CheckAsync(97));

        Assert.True(decision.ShouldStop);
        Assert.Equal(PressureLevel.Exhausted, decision.Level);
        Assert.Equal(
            "Memory is exhausted: 97.0MiB of 100.0MiB (97 %, user: the limit that was set) are in use after every step that gives memory back. "
            + "Resident 97.0MiB, live managed objects 80.0MiB. Something keeps what was collected: look for "
            + "what holds it, or raise the limit.",
            decision.Message);
        Assert.Contains("Aggressive", _fixture.Collector.Steps, StringComparison.Ordinal);
        Assert.Equal(1, _fixture.Governor.GetStatistics().Stops);
        Assert.Contains(_fixture.Logger.Collector.GetSnapshot(), static record => record.Id.Name == "MemoryDetail");
    }

    [Fact]
    public async Task CheckAsync_HostFilledByOthers_NeverStops()
    {
        using var fixture = new GovernorFixture();
        fixture.Probe.Values = static reading => (reading.Rss, reading.HostTotal, reading.HostAvailable) = (10 * MiB, 1000 * MiB, 5 * MiB);

        Assert.False((await fixture.FinishAsync(fixture.CheckAsync(10))).ShouldStop);
        Assert.Equal(PressureLevel.Critical, fixture.Governor.Level);
        Assert.True(fixture.Governor.HandlePressure());
    }

    [Fact]
    public void HandlePressure_Exhausted_AnswersFalseWithoutWaiting()
    {
        _fixture.Rss = 90 * MiB;
        Assert.True(_fixture.Governor.HandlePressure());
        _fixture.Rss = 97 * MiB;
        Assert.False(_fixture.Governor.HandlePressure());
        Assert.Contains("Aggressive", _fixture.Collector.Steps, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_MemoryRisesWithTheRecords_WarnsOnceAndNamesItInTheStop()
    {
        for (var i = 0; i < 70; i++)
            await _fixture.CheckAsync(5 + i, records: 500);

        Assert.Single(_fixture.Logger.Collector.GetSnapshot(), static record => record.Id.Name == "MemoryRises");
        Assert.Contains("Something keeps what was collected", (await _fixture.FinishAsync(_fixture.CheckAsync(97))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_SawToothOfCollections_IsNoLeak()
    {
        for (var i = 0; i < 5_000; i++)
            await _fixture.CheckAsync(30 + (i % 40), records: 500);

        Assert.DoesNotContain(_fixture.Logger.Collector.GetSnapshot(), static record => record.Id.Name == "MemoryRises");
    }

    [Fact]
    public async Task Instruments_AfterACollection_CountIt()
    {
        await _fixture.CheckAsync(85);
        var measured = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter, _fixture.Monitor.Meter))
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.Equal((1, 1, 0), (measured["inventory.memory.level"], measured["inventory.memory.collections"], measured["inventory.memory.stops"]));
    }

    [Fact]
    public async Task CheckAsync_ManyRunsAtOnce_CountsEveryCheck()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                await _fixture.Governor.CheckAsync(CollectionBoundary.Page, new() { Records = 1 });
                Assert.True(_fixture.Governor.TryReserve(1000));
                _fixture.Governor.Release(1000);
            }
        })));

        Assert.Equal(4000, _fixture.Governor.GetStatistics().Checks);
        Assert.True(_fixture.Governor.TryReserve(84 * MiB)); // nothing is left reserved
    }

    [Theory]
    [InlineData(0.9, 0.8, "CriticalRatio must be above ElevatedRatio (0.9)")]
    [InlineData(0.5, 0.95, "ExhaustedRatio must be above CriticalRatio (0.95)")]
    public void Constructor_RatiosThatDoNotRise_NamesThem(double elevated, double critical, string message)
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>(
            () => new MemoryGovernor(_fixture.Monitor, options: new() { ElevatedRatio = elevated, CriticalRatio = critical }));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }
}
