using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;

namespace Inventory.Memory.Tests.Pressure;

public sealed class StrideTests
{
    [Fact]
    public void Reaches_SteadyGrowthNearTheLimit_IsTrue()
    {
        var stride = default(Stride);
        Assert.False(Feed(ref stride, 80, 84, 88, 91));
        Assert.True(Feed(ref stride, 95));
    }

    [Fact]
    public void Reaches_OneJump_IsFalse()
    {
        var stride = default(Stride);
        Assert.False(Feed(ref stride, 50, 50, 92));
    }

    [Fact]
    public void Reaches_GrowthWithACollectionBetween_IsTrue()
    {
        var stride = default(Stride);
        Assert.True(Feed(ref stride, 88, 92, 91, 95));
    }

    [Fact]
    public void Reaches_Flat_IsFalse()
    {
        var stride = default(Stride);
        Assert.False(Feed(ref stride, 94, 94, 94, 94));
    }

    [Fact]
    public void Reaches_AnotherGauge_StartsAgain()
    {
        var stride = default(Stride);
        Feed(ref stride, 80, 85, 90, 93);
        stride.Add(Gauge("other", 93));
        Assert.False(stride.Reaches(Gauge("other", 93)));
    }

    private static bool Feed(ref Stride stride, params int[] usages)
    {
        var reaches = false;
        foreach (var usage in usages)
        {
            stride.Add(Gauge("container", usage));
            reaches = stride.Reaches(Gauge("container", usage));
        }

        return reaches;
    }

    private static MemoryGauge Gauge(string name, long usage) => new() { Name = name, UsageBytes = usage, LimitBytes = 100 };
}
