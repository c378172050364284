using Inventory.Memory.GoogleCloud.Caching;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.Pressure;
using Inventory.Memory.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.GoogleCloud.Tests.Caching;

[Collection(Alone.Name)]
public sealed class BoundedCacheSizeTests
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private readonly FakeTimeProvider _time = new();

    /// <summary>The sizes that are counted are those that are there: else the limit would not bound the memory.</summary>
    [Fact]
    public void Keep_LocationsOfManyProjects_TakesNoMoreMemoryThanItCounts()
    {
        // The heap has other tests' objects, too: the best of a few rounds is this one's.
        var (counted, taken) = Enumerable.Range(0, 5).Select(_ => Measure()).MinBy(static round => Math.Abs(round.Taken - round.Counted));
        Assert.InRange(taken, counted * 8 / 10, counted * 11 / 10);
    }

    private (long Counted, long Taken) Measure()
    {
        const int Limit = 4 << 20;
        using var cache = new BoundedCache(Limit, _time);
        Keep(cache, 0); // what the first use makes for ever
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var project = 1; project <= 2000; project++)
        {
            Keep(cache, project);
        }

        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(cache.Bytes, Limit / 2, Limit);
        return (cache.Bytes, taken);
    }

    private static void Keep(BoundedCache cache, int project)
    {
        var names = new LocationNames(
            [.. Enumerable.Range(0, 42).Select(i => $"europe-west{i}")], [.. Enumerable.Range(0, 130).Select(i => $"europe-west{i}-a")]);
        cache.Keep($"compute/project-{project}/locations", names, names.Bytes, s_hour);
    }
}
