using Inventory.Memory.Pressure;

namespace Inventory.Memory.Tests.Pressure;

/// <summary>How much a run may ask for: page size, look-ahead, room for a buffer.</summary>
public sealed class GovernorAllowanceTests : IDisposable
{
    private const long MiB = GovernorFixture.MiB;
    private readonly GovernorFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

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
}
