using CsCheck;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;

namespace Inventory.Memory.Tests.Pressure;

public sealed class PressureTrackerTests
{
    private const long Limit = 1_000_000;

    /// <summary>Without prediction and dwell: what is left is the band itself.</summary>
    private static readonly MemoryGovernorOptions s_bandOnly = new() { PredictionHorizon = TimeSpan.Zero, Dwell = TimeSpan.Zero };

    [Theory]
    [InlineData(0.79, PressureLevel.Normal)]
    [InlineData(0.80, PressureLevel.Elevated)]
    [InlineData(0.90, PressureLevel.Critical)]
    [InlineData(0.95, PressureLevel.Exhausted)]
    [InlineData(1.50, PressureLevel.Exhausted)]
    public void Update_FirstRatio_EntersAtOnce(double ratio, PressureLevel expected) =>
        Assert.Equal(expected, new PressureTracker(s_bandOnly).Update(TimeSpan.FromSeconds(1), Gauge(ratio), reclaimed: true));

    [Fact]
    public void Update_BeforeReclaiming_IsNeverExhausted()
    {
        var tracker = new PressureTracker(s_bandOnly);
        Assert.Equal(PressureLevel.Critical, tracker.Update(TimeSpan.Zero, Gauge(0.99), reclaimed: false));
        Assert.Equal(PressureLevel.Exhausted, tracker.Update(TimeSpan.Zero, Gauge(0.99), reclaimed: true));
        Assert.Equal(PressureLevel.Exhausted, tracker.Update(TimeSpan.Zero, Gauge(0.99), reclaimed: false));
    }

    [Fact]
    public void Update_FullHost_IsAtMostCritical() =>
        Assert.Equal(PressureLevel.Critical, new PressureTracker(s_bandOnly).Update(TimeSpan.Zero, Gauge(0.99, MemoryGauge.Host), reclaimed: true));

    [Fact]
    public void Update_AnyRatiosInsideABand_DoNotMoveTheLevel() =>
        Gen.Select(Gen.Int[1, 3], Gen.Double[0, 1].Array[1, 300]).Sample((band, moves) =>
        {
            var enter = new[] { 0, 0.80, 0.90, 0.95 }[band];
            var tracker = new PressureTracker(s_bandOnly);
            var now = TimeSpan.Zero;
            var entered = tracker.Update(now, Gauge(enter), reclaimed: true);
            foreach (var move in moves)
            {
                // Anywhere between the share at which the level is left and the one at which the next is entered.
                var ratio = enter - 0.0499 + (move * 0.0498);
                now += TimeSpan.FromSeconds(5);
                if (tracker.Update(now, Gauge(ratio), reclaimed: true) != entered)
                    return false;
            }

            return entered == (PressureLevel)band;
        });

    [Fact]
    public void Update_AnyRatios_LeavesALevelOnlyAfterTheDwell() =>
        Gen.Select(Gen.Double[0, 1.2], Gen.Int[0, 700]).Array[1, 300].Sample(steps =>
        {
            var tracker = new PressureTracker(new() { PredictionHorizon = TimeSpan.Zero });
            var (now, lastChange) = (TimeSpan.Zero, TimeSpan.Zero);
            foreach (var (ratio, milliseconds) in steps)
            {
                now += TimeSpan.FromMilliseconds(milliseconds);
                var before = tracker.Level;
                var level = tracker.Update(now, Gauge(ratio), reclaimed: true);
                if (level < before && now - lastChange < TimeSpan.FromSeconds(1))
                    return false;
                if (level != before)
                    lastChange = now;
            }

            return true;
        });

    [Fact]
    public void Update_BelowForTheDwell_FallsToWhatIsStillKept()
    {
        var tracker = new PressureTracker(new() { PredictionHorizon = TimeSpan.Zero });
        tracker.Update(TimeSpan.Zero, Gauge(0.92), reclaimed: true);
        Assert.Equal(PressureLevel.Critical, tracker.Update(TimeSpan.FromSeconds(5), Gauge(0.80), reclaimed: true));
        Assert.Equal(PressureLevel.Critical, tracker.Update(TimeSpan.FromSeconds(5.9), Gauge(0.10), reclaimed: true));
        Assert.Equal(PressureLevel.Normal, tracker.Update(TimeSpan.FromSeconds(6), Gauge(0.10), reclaimed: true));
    }

    [Fact]
    public void Update_GrowingFast_IsElevatedBeforeTheRatioIs()
    {
        var tracker = new PressureTracker(new());
        var level = PressureLevel.Normal;
        var ratio = 0.3;
        var now = TimeSpan.Zero;
        while (level == PressureLevel.Normal)
        {
            now += TimeSpan.FromMilliseconds(100);
            ratio += 0.01; // 10 % of the limit a second
            level = tracker.Update(now, Gauge(ratio), reclaimed: true);
        }

        Assert.InRange(ratio, 0.5, 0.79);
        Assert.True(tracker.TimeToLimit < TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Update_AnotherGaugePresses_ItsStepIsNoGrowth()
    {
        var tracker = new PressureTracker(new());
        tracker.Update(TimeSpan.FromSeconds(1), Gauge(0.1), reclaimed: true);
        tracker.Update(TimeSpan.FromSeconds(2), Gauge(0.7, MemoryGauge.Gc), reclaimed: true);

        Assert.Equal((PressureLevel.Normal, null), (tracker.Level, tracker.TimeToLimit));
    }

    [Fact]
    public void TimeAt_EveryLevel_AddsUpToTheTimeAndIgnoresAClockThatRunsBack()
    {
        var tracker = new PressureTracker(s_bandOnly);
        tracker.Update(TimeSpan.FromSeconds(2), Gauge(0.85), reclaimed: true);
        tracker.Update(TimeSpan.FromSeconds(1), Gauge(0.85), reclaimed: true);
        tracker.Update(TimeSpan.FromSeconds(5), Gauge(0.10), reclaimed: true);

        Assert.Equal(TimeSpan.FromSeconds(2), tracker.TimeAt(PressureLevel.Normal));
        Assert.Equal(TimeSpan.FromSeconds(3), tracker.TimeAt(PressureLevel.Elevated));
    }

    private static MemoryGauge Gauge(double ratio, string name = MemoryGauge.User) =>
        new() { Name = name, UsageBytes = (long)Math.Round(ratio * Limit), LimitBytes = Limit };
}
