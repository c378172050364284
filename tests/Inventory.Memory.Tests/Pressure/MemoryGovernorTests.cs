using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;

namespace Inventory.Memory.Tests.Pressure;

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
    [InlineData(50, 100)]
    public async Task CheckAsync_ManyInAMoment_ReadMemoryAgainOnlyNearALimit(double mebibytes, long samples)
    {
        _fixture.Rss = (long)(mebibytes * MiB);
        for (var i = 0; i < 100; i++)
            await _fixture.Governor.CheckAsync(CollectionBoundary.Page, default);
        Assert.Equal(samples + 1, _fixture.Monitor.GetStatistics().Samples);
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
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 500; i++)
                await governor.CheckAsync(CollectionBoundary.Page, new() { Records = 1 }); // completes here: no task is made
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public async Task CheckAsync_PolicyWants_CollectsOnceMeasuresAndLogs()
    {
        _fixture.Collector.Effect = _ => _fixture.Rss = 40 * MiB;

        var decision = await _fixture.CheckAsync(82);

        Assert.False(decision.ShouldStop);
        Assert.Equal("Optimized", _fixture.Collector.Steps);
        var statistics = _fixture.Governor.GetStatistics();
        Assert.Equal((1, 0, 42 * MiB), (statistics.PolicyCollections, statistics.PressureCollections, statistics.ReclaimedBytes));
        var record = _fixture.Logger.Collector.GetSnapshot().Single(static record => record.Id.Name == "MemoryReclaimed");
        Assert.Contains("82 % of the user limit", record.Message, StringComparison.Ordinal);
        Assert.Contains($"resident {82 * MiB} -> {40 * MiB}", record.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_Periodic_CountsTheWorkOfAllRuns()
    {
        using var fixture = new GovernorFixture(new PeriodicGcPolicy { Records = 100 });
        for (var i = 0; i < 10; i++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(60)); // beyond any distance
            await fixture.CheckAsync(10, records: 30);
        }

        Assert.Equal(2, fixture.Governor.GetStatistics().PolicyCollections); // after 120 and 240 of 300
    }

    [Fact]
    public async Task CheckAsync_Critical_ClimbsTheLadderUntilItHelped()
    {
        var pool = new FakeTrimmable();
        using var registration = _fixture.Governor.Register(pool);
        _fixture.Collector.Effect = step =>
        {
            if (step == "Aggressive")
                _fixture.Rss = 30 * MiB;
        };

        var decision = await _fixture.CheckAsync(92);

        Assert.False(decision.ShouldStop);
        Assert.Equal(PressureLevel.Critical, pool.Level);
        Assert.Equal("Optimized Optimized Aggressive", _fixture.Collector.Steps); // the policy's, then the ladder's
        Assert.Equal(0, _fixture.Governor.GetStatistics().Pauses);
    }

    [Fact]
    public async Task CheckAsync_NothingToCompact_LeavesTheAggressiveStepOut()
    {
        using var fixture = new GovernorFixture(GcPolicy.None, new() { MaximumPause = TimeSpan.Zero });
        fixture.Live = 91 * MiB; // all that is committed lives

        await fixture.CheckAsync(92);

        Assert.Equal("Optimized TrimNative", fixture.Collector.Steps);
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

        Assert.Contains("70.0MB of records its own with Detach()", decision.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_ExhaustedInSpiteOfAll_StopsWithEvidenceAndRemedy()
    {
        _fixture.Live = 80 * MiB;

        var decision = await _fixture.FinishAsync(_fixture.CheckAsync(97));

        Assert.True(decision.ShouldStop);
        Assert.Equal(PressureLevel.Exhausted, decision.Level);
        Assert.Equal(
            "Memory is exhausted: 97.0MB of 100.0MB (97 %, user: option LimitBytes) are in use after every step that gives memory back. "
            + "Resident 97.0MB, live managed objects 80.0MB. Something keeps what was collected: look for "
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
    public async Task CheckAsync_HeapThatCannotShrink_IsNoStormOverMinutes()
    {
        _fixture.Collector.Effect = _ => _fixture.Time.Advance(TimeSpan.FromMilliseconds(50));
        foreach (var mebibytes in (double[])[85, 93]) // elevated for five minutes, then critical for five
        {
            for (var i = 0; i < 30_000; i++)
                await _fixture.FinishAsync(_fixture.CheckAsync(mebibytes)); // 10 ms each
        }

        var statistics = _fixture.Governor.GetStatistics();
        Assert.True(statistics.Checks >= 60_000);
        Assert.InRange(statistics.PolicyCollections, 1, 5);
        Assert.InRange(statistics.PressureCollections, 2, 40);
        Assert.True(statistics.ReclaimTime < TimeSpan.FromMinutes(10) * 0.05);
        Assert.InRange(statistics.CheckTime, TimeSpan.FromMilliseconds(50), statistics.ReclaimTime); // the rest was spent in pauses
    }

    [Fact]
    public async Task CheckAsync_ExhaustedAgainAndAgain_IsNoStormEither()
    {
        _fixture.Collector.Effect = _ => _fixture.Time.Advance(TimeSpan.FromMilliseconds(500)); // a huge heap
        for (var i = 0; i < 6_000; i++)
        {
            _fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
            Assert.True((await _fixture.FinishAsync(_fixture.CheckAsync(97))).ShouldStop);
        }

        var statistics = _fixture.Governor.GetStatistics();
        var elapsed = statistics.TimeNormal + statistics.TimeElevated + statistics.TimeCritical + statistics.TimeExhausted;
        Assert.True(elapsed > TimeSpan.FromMinutes(10));
        Assert.True(statistics.ReclaimTime < elapsed * 0.10, $"{statistics.ReclaimTime} of {elapsed}");
    }

    [Fact]
    public async Task CheckAsync_CollectionsThatHelp_KeepTheShortDistance()
    {
        using var fixture = new GovernorFixture(new PeriodicGcPolicy { Records = 1 });
        fixture.Collector.Effect = _ => fixture.Rss = 10 * MiB;
        for (var i = 0; i < 600; i++)
        {
            fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
            await fixture.CheckAsync(50, records: 1);
        }

        Assert.InRange(fixture.Governor.GetStatistics().PolicyCollections, 55, 60);
    }

    /// <summary>
    /// Garbage that fills the limit several times a second, as under a limit that the runtime does not know: growth alone
    /// must not be taken for memory that is kept.
    /// </summary>
    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    public async Task CheckAsync_GarbageFasterThanTheDistance_IsCollectedAndNeverStopped(int millisecondsPerCollection)
    {
        using var fixture = new GovernorFixture();
        fixture.Live = 20 * MiB;
        fixture.Collector.Effect = _ =>
        {
            fixture.Rss = 30 * MiB;
            fixture.Time.Advance(TimeSpan.FromMilliseconds(millisecondsPerCollection));
        };
        for (var i = 0; i < 500; i++)
        {
            fixture.Time.Advance(TimeSpan.FromMilliseconds(5));
            var decision = await fixture.FinishAsync(fixture.CheckAsync((fixture.Rss / (double)MiB) + 7, records: 500, detachedBytes: 4 * MiB));
            Assert.False(decision.ShouldStop, $"page {i}: {decision.Message}");
        }

        var statistics = fixture.Governor.GetStatistics();
        var elapsed = statistics.TimeNormal + statistics.TimeElevated + statistics.TimeCritical + statistics.TimeExhausted;
        Assert.InRange(statistics.ReclaimTime, TimeSpan.Zero, (elapsed * 0.06) + TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public async Task Apply_SwitchedOffUnderPressure_LeavesPagesAndLookAheadAlone()
    {
        await _fixture.FinishAsync(_fixture.CheckAsync(92));
        Assert.Equal((450, 0), (_fixture.Governor.AdaptPageSize(500), _fixture.Governor.AllowedLookAhead(4)));
        _fixture.Governor.Apply(new() { Enabled = false });
        Assert.Equal((500, 4), (_fixture.Governor.AdaptPageSize(500), _fixture.Governor.AllowedLookAhead(4)));
    }

    [Fact]
    public async Task CheckAsync_SwitchedOff_OnlyRecords()
    {
        using var fixture = new GovernorFixture(options: new() { Enabled = false });

        Assert.False((await fixture.CheckAsync(99)).ShouldStop);
        Assert.True(fixture.Governor.HandlePressure());
        Assert.True(fixture.Governor.TryReserve(1L << 40));
        fixture.Governor.Release(1L << 40);

        Assert.Empty(fixture.Collector.Steps);
        Assert.Equal((500, 4), (fixture.Governor.AdaptPageSize(500), fixture.Governor.AllowedLookAhead(4)));
        Assert.Equal(99 * MiB, fixture.Monitor.GetStatistics().PeakBytes);
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
    public async Task AdaptPageSize_TroubleAndRecovery_FallsToTheFloorAndComesBack()
    {
        Assert.Equal(500, _fixture.Governor.AdaptPageSize(500));
        await _fixture.CheckAsync(85);
        Assert.Equal(450, _fixture.Governor.AdaptPageSize(500));
        await _fixture.CheckAsync(85);
        Assert.Equal(450, _fixture.Governor.AdaptPageSize(500)); // elevated, but no longer rising
        for (var i = 0; i < 100; i++)
            await _fixture.FinishAsync(_fixture.CheckAsync(92));
        Assert.Equal(10, _fixture.Governor.AdaptPageSize(500));
        Assert.Equal(7, _fixture.Governor.AdaptPageSize(7));

        _fixture.Time.Advance(TimeSpan.FromSeconds(10));
        await _fixture.CheckAsync(20);
        _fixture.Time.Advance(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 60; i++)
            await _fixture.CheckAsync(20);
        Assert.Equal(500, _fixture.Governor.AdaptPageSize(500));
    }

    [Fact]
    public async Task CheckAsync_ContainerLimitChanged_TheCollectorIsTold()
    {
        using var fixture = new GovernorFixture(GcPolicy.None);
        foreach (var limit in (long[])[900, 900, 500, 500])
        {
            fixture.Probe.Values = reading => (reading.Rss, reading.ContainerSmallestLimit) = (10 * MiB, limit * MiB);
            await fixture.CheckAsync(10);
        }

        Assert.Equal("RefreshLimit", fixture.Collector.Steps); // once, and not for the first that is seen
    }

    [Fact]
    public async Task AllowedLookAhead_EachLevel_IsAllHalfNone()
    {
        await _fixture.CheckAsync(10);
        Assert.Equal(8, _fixture.Governor.AllowedLookAhead(8));
        await _fixture.CheckAsync(81);
        Assert.Equal(4, _fixture.Governor.AllowedLookAhead(8));
        await _fixture.FinishAsync(_fixture.CheckAsync(91));
        Assert.Equal(0, _fixture.Governor.AllowedLookAhead(8));
    }

    [Fact]
    public void TryReserve_TwoBuffers_CannotBothHaveTheLastMegabytes()
    {
        _fixture.Rss = 50 * MiB; // 45 below the ceiling of 95

        Assert.True(_fixture.Governor.TryReserve(30 * MiB));
        Assert.False(_fixture.Governor.TryReserve(30 * MiB));
        _fixture.Rss = 80 * MiB; // the first is touched now: it must not count twice
        Assert.True(_fixture.Governor.TryReserve(14 * MiB));
        Assert.False(_fixture.Governor.TryReserve(2 * MiB));
        _fixture.Governor.Release(44 * MiB);
        _fixture.Rss = 50 * MiB;
        Assert.True(_fixture.Governor.TryReserve(44 * MiB));
        Assert.Equal(2, _fixture.Governor.GetStatistics().RefusedReservations);
    }

    [Fact]
    public void TryReserve_TooLarge_TriesTheLadderFirst()
    {
        _fixture.Rss = 90 * MiB;
        _fixture.Collector.Effect = step => _fixture.Rss = step == "Aggressive" ? 40 * MiB : _fixture.Rss;

        Assert.True(_fixture.Governor.TryReserve(50 * MiB));
        Assert.Contains("Aggressive", _fixture.Collector.Steps, StringComparison.Ordinal);
        Assert.False(_fixture.Governor.TryReserve(long.MaxValue));
        Assert.Contains(_fixture.Logger.Collector.GetSnapshot(), static record => record.Id.Name == "MemoryRefused");
    }

    [Fact]
    public async Task Register_TrimmableThatThrows_DoesNotStopTheLadder()
    {
        using var broken = _fixture.Governor.Register(new FakeTrimmable { Throws = true });
        var gone = new FakeTrimmable();
        _fixture.Governor.Register(gone).Dispose();

        await _fixture.FinishAsync(_fixture.CheckAsync(92));

        Assert.Contains("Optimized", _fixture.Collector.Steps, StringComparison.Ordinal);
        Assert.Null(gone.Level);
        Assert.Contains(_fixture.Logger.Collector.GetSnapshot(), static record => record.Id.Name == "MemoryTrimFailed");
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
