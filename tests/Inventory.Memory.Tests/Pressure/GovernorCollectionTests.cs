using Inventory.Memory.Gc;
using Inventory.Memory.Pressure;

namespace Inventory.Memory.Tests.Pressure;

/// <summary>When the governor collects, how hard, and how seldom.</summary>
public sealed class GovernorCollectionTests : IDisposable
{
    private const long MiB = GovernorFixture.MiB;
    private readonly GovernorFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

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

    /// <summary>33 to 86 MB was seen: it gave nothing, and the next one must be further away.</summary>
    [Fact]
    public async Task CheckAsync_CollectionThatRaisesMemory_GaveNothingAndDoublesTheDistance()
    {
        using var fixture = new GovernorFixture(GcPolicy.Periodic(records: 1));
        fixture.Collector.Effect = _ => fixture.Rss = 60 * MiB;
        for (var i = 0; i < 35; i++)
        {
            await fixture.CheckAsync(33, records: 1);
            fixture.Time.Advance(TimeSpan.FromMilliseconds(1000) - MemoryGovernor.Recent);
        }

        var statistics = fixture.Governor.GetStatistics();
        Assert.Equal((5, 0), (statistics.PolicyCollections, statistics.ReclaimedBytes)); // after 0, 2, 6, 14 and 30 s, not 35 times
    }

    [Fact]
    public async Task CheckAsync_Periodic_CountsTheWorkOfAllRuns()
    {
        using var fixture = new GovernorFixture(GcPolicy.Periodic(records: 100));
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
        using var fixture = new GovernorFixture(GcPolicy.Periodic(records: 1));
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
}
