using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.Tests.Gc;

public sealed class GcPolicyTests
{
    private const long MiB = 1L << 20;

    [Fact]
    public void Decide_Default_CollectsFromEightyPercentOn()
    {
        var policy = GcPolicy.Default;

        Assert.False(Decide(policy, At(79)).ShouldCollect);
        var decision = Decide(policy, At(80));

        Assert.True(decision.ShouldCollect);
        Assert.Equal((2, GCCollectionMode.Optimized), (decision.Generation, decision.Mode));
        Assert.Equal("80 % of the user limit in use, threshold 80 %", decision.Reason);
    }

    [Fact]
    public void Decide_ThresholdPassedAndStayed_CollectsOnceUntilRearmed()
    {
        var policy = GcPolicy.Threshold(0.80, rearm: 0.70);

        bool[] answers = [.. new[] { 81, 82, 85, 81, 75, 82, 69, 81, 81 }.Select(percent => Decide(policy, At(percent)).ShouldCollect)];

        Assert.Equal([true, false, false, false, false, false, false, true, false], answers);
    }

    [Fact]
    public void Decide_ThresholdAndStillClimbing_CollectsAgainATwentiethHigher()
    {
        var policy = GcPolicy.Threshold();

        bool[] answers = [.. new[] { 80, 84, 86, 90, 92 }.Select(percent => Decide(policy, At(percent)).ShouldCollect)];

        Assert.Equal([true, false, true, false, true], answers);
    }

    [Theory]
    [InlineData(0.0, null)]
    [InlineData(1.1, null)]
    [InlineData(double.NaN, null)]
    [InlineData(0.8, 0.8)]
    [InlineData(0.8, 0.0)]
    public void Threshold_BadShare_Throws(double threshold, double? rearm) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GcPolicy.Threshold(threshold, rearm));

    [Fact]
    public void Decide_Periodic_CountsWhatItIsToldTo()
    {
        var policy = GcPolicy.Periodic(scopes: 3, interval: TimeSpan.FromMinutes(1));

        Assert.False(Decide(policy, default, new() { Scopes = 2, Records = 1_000_000, Bytes = 1 << 30 }).ShouldCollect);
        Assert.Equal("3 scopes since the last forced collection", Decide(policy, default, new() { Scopes = 3 }).Reason);
        Assert.True(Decide(policy, default, new() { Elapsed = TimeSpan.FromMinutes(1) }).ShouldCollect);
        Assert.True(Decide(GcPolicy.Periodic(records: 10), default, new() { Records = 10 }).ShouldCollect);
        Assert.True(Decide(GcPolicy.Periodic(bytes: 10), default, new() { Bytes = 10 }).ShouldCollect);
    }

    [Fact]
    public void Periodic_NoAmountOrNone_Throws()
    {
        Assert.Throws<ArgumentException>(() => GcPolicy.Periodic());
        Assert.Equal("records", Assert.Throws<ArgumentOutOfRangeException>(() => GcPolicy.Periodic(scopes: 3, records: 0)).ParamName);
        Assert.Equal("interval", Assert.Throws<ArgumentOutOfRangeException>(() => GcPolicy.Periodic(interval: TimeSpan.Zero)).ParamName);
    }

    [Theory]
    [InlineData(10, 30, false)] // tripled, but 20 MiB are not worth it
    [InlineData(40, 75, false)] // 35 MiB more, but not twice
    [InlineData(40, 80, true)]
    [InlineData(0, 32, true)] // before the first collection
    public void Decide_Growth_NeedsFactorAndMinimum(long after, long now, bool expected)
    {
        var sample = new MemorySample { HeapAfterCollectionBytes = after * MiB, HeapBytes = now * MiB };
        Assert.Equal(expected, Decide(GcPolicy.Growth(), sample).ShouldCollect);
    }

    [Fact]
    public void Decide_Any_AsksAllAndTheHardestWins()
    {
        var policy = GcPolicy.Any(
            new FixedPolicy(GcDecision.Collect("young", 0)),
            new FixedPolicy(GcDecision.Collect("hard", 2, GCCollectionMode.Aggressive)),
            new FixedPolicy(GcDecision.Collect("soft")),
            GcPolicy.None);

        Assert.Equal("hard", Decide(policy, default).Reason);
        Assert.False(Decide(GcPolicy.Any(GcPolicy.None), default).ShouldCollect);
        Assert.Throws<ArgumentException>(() => GcPolicy.Any());
        Assert.Throws<ArgumentException>(() => GcPolicy.Any(null!, GcPolicy.None));
    }

    [Fact]
    public void Default_AskedTwice_IsNotShared() => Assert.NotSame(GcPolicy.Default, GcPolicy.Default); // it remembers

    [Fact]
    public void Decide_Threshold_AllocatesNothingBelowIt()
    {
        var policy = GcPolicy.Default;
        Decide(policy, At(10));
        var allocation = new LeastAllocation();
        while (allocation.GoOn())
        {
            for (var i = 0; i < 1000; i++)
                Decide(policy, At(79));
        }

        Assert.Equal(0, allocation.Bytes);
    }

    [Fact]
    public void Capture_Difference_CountsWhatHappenedBetween()
    {
        var before = GcStatistics.Capture();
        GC.KeepAlive(new byte[200_000]);
        GC.Collect(2);
        GC.Collect(0);
        var between = GcStatistics.Capture() - before;

        // Other tests collect as well, and the runtime may make an older one of ours: at least ours.
        Assert.True(between.Gen2 >= 1 && between.Gen0 + between.Gen1 + between.Gen2 >= 2);
        Assert.True(between.AllocatedBytes >= 200_000);
        Assert.True(between.Pause > TimeSpan.Zero);
    }

    private static GcDecision Decide(GcPolicy policy, in MemorySample sample, CollectionProgress progress = default) =>
        policy.Decide(CollectionBoundary.Page, sample, progress);

    private static MemorySample At(int percent) => new()
    {
        Pressing = new() { Name = MemoryGauge.User, UsageBytes = percent * MiB, LimitBytes = 100 * MiB },
    };

    private sealed class FixedPolicy(GcDecision decision) : GcPolicy
    {
        internal override GcDecision Decide(CollectionBoundary boundary, in MemorySample sample, in CollectionProgress sinceCollection) => decision;
    }
}
