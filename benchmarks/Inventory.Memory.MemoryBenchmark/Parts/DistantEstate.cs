using System.Globalization;
using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Strategies;

namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>An estate of many zones behind a network: every request waits. By default a page in each zone.</summary>
internal static class DistantEstate
{
    public static Task<EmulatorServer> StartAsync(BenchmarkContext context, string spread = "Even") => context.EmulateAsync(
        context.Sizes.ZoneInstances,
        https: false,
        "--spread",
        spread,
        "--latency", string.Create(CultureInfo.InvariantCulture, $"{context.Sizes.Latency.TotalMilliseconds:0}ms"));

    public static async Task<List<string>> ZonesAsync(EmulatorServer emulator, int count)
    {
        using var pages = new InstancePages(emulator.Endpoint, connections: 1);
        return [.. (await pages.ZonesAsync()).Take(count)];
    }
}
