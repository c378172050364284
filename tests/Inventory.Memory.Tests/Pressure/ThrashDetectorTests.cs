using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;

namespace Inventory.Memory.Tests.Pressure;

/// <summary>A process that reads its own code again and again is stopped, one that starts or merely fills its page cache is not.</summary>
public sealed class ThrashDetectorTests : IDisposable
{
    private const long MiB = GovernorFixture.MiB;
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private readonly GovernorFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(2000, 0, 30, true)]
    [InlineData(ThrashDetector.Many, 0, 30, true)]
    [InlineData(ThrashDetector.Many - 1, 0, 30, false)]
    [InlineData(ThrashDetector.Some, ThrashDetector.MostTimeLost, 30, true)]
    [InlineData(ThrashDetector.Some, ThrashDetector.MostTimeLost - 1, 30, false)]
    [InlineData(0, 100, 30, false)] // others wait for memory
    [InlineData(2000, 0, 20, false)] // the container is not full: whatever it reads, nothing is taken from it
    public void Add_TenSeconds_IsThrashingOnlyWhenCodeIsReadAgain(double faults, double stall, long usage, bool expected)
    {
        var detector = default(ThrashDetector);
        for (var second = 0; second <= 10; second++)
        {
            Assert.False(detector.IsThrashing, $"after {second} s");
            detector.Add(second * s_second, Sample((long)(second * faults), usage, stall));
        }

        Assert.Equal(expected, detector.IsThrashing);
    }

    [Fact]
    public void Add_StartThatReadsTheProgram_IsNotThrashing()
    {
        var detector = default(ThrashDetector);
        for (var second = 0; second < 60; second++)
        {
            detector.Add(second * s_second, Sample(Math.Min(second, 9) * 1000, 30, 100));
            Assert.False(detector.IsThrashing, $"after {second} s");
        }
    }

    /// <summary>A check that came only after a minute has the minute's faults.</summary>
    [Fact]
    public void Add_OneLongStep_IsThrashingAtOnce()
    {
        var detector = default(ThrashDetector);
        detector.Add(default, Sample(0, 30, 0));
        detector.Add(60 * s_second, Sample(60_000, 30, 0));
        Assert.True(detector.IsThrashing);
        Assert.Equal(1000, detector.Rate);
        detector.Add(61 * s_second, Sample(60_000, 30, 0));
        Assert.False(detector.IsThrashing);
    }

    [Fact]
    public async Task CheckAsync_Thrashing_StopsAtOnceAndSaysWhy()
    {
        var faults = 0L;
        _fixture.Probe.Values = reading =>
        {
            (reading.Rss, reading.Anonymous, reading.MajorFaults) = (20 * MiB, 18 * MiB, faults);
            (reading.ContainerUsage, reading.ContainerSmallestLimit, reading.ContainerLimit, reading.ContainerCharge) = (28 * MiB, 28 * MiB, 28 * MiB, 20 * MiB);
        };
        for (var second = 0; second < 10; second++, faults += 3000)
        {
            Assert.False((await CheckAsync()).ShouldStop);
        }

        var check = CheckAsync();
        Assert.True(check.IsCompleted, "it does not wait for memory that waiting does not bring");
        var decision = await check;
        Assert.True(decision.ShouldStop);
        Assert.Equal(
            "Memory is exhausted: the process reads its own code from the disk again, 3000 times a second for 10 s, because the container (28.0MiB of 28.0MiB) has no room for it beside 18.0MiB of data. Raise the limit.",
            decision.Message);

        ValueTask<GovernorDecision> CheckAsync()
        {
            _fixture.Time.Advance(s_second);
            return _fixture.Governor.CheckAsync(CollectionBoundary.Page, default, TestContext.Current.CancellationToken);
        }
    }

    private static MemorySample Sample(long faults, long usageMiB, double stall) => new()
    {
        MajorFaults = faults,
        ContainerUsageBytes = usageMiB * MiB,
        ContainerLimitBytes = 30 * MiB,
        StallPercent = stall,
    };
}
