using Inventory.Memory.GoogleCloud.Emulator.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Tests.Http;

public sealed class LatencyTests
{
    private static readonly TimeSpan s_mean = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_jitter = TimeSpan.FromMilliseconds(20);
    private static readonly string[] s_targets = [.. Enumerable.Range(0, 1000).Select(page => $"/compute/v1/projects/p/zones/z/instances?pageToken={page}")];

    [Fact]
    public void Of_SameSeed_IsTheSameInAnyOrder()
    {
        var first = s_targets.Select(Create(seed: 7).Of);
        var backwards = s_targets.Reverse().Select(Create(seed: 7).Of).Reverse();
        Assert.Equal(first, backwards);
    }

    [Fact]
    public void Of_AnotherSeed_Differs() =>
        Assert.NotEqual(s_targets.Select(Create(seed: 7).Of), s_targets.Select(Create(seed: 8).Of));

    [Fact]
    public void Of_ManyRequests_FillsTheBandAroundTheMean()
    {
        var waits = s_targets.Select(Create(seed: 1).Of).ToList();
        Assert.InRange(waits.Min(), s_mean - s_jitter, s_mean - (0.9 * s_jitter));
        Assert.InRange(waits.Max(), s_mean + (0.9 * s_jitter), s_mean + s_jitter);
        Assert.InRange(waits.Average(wait => wait.TotalMilliseconds), 48, 52);
    }

    private static Latency Create(ulong seed) => new(s_mean, s_jitter, seed, TimeProvider.System);
}
