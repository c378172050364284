using System.Runtime.InteropServices;
using System.Text.Json;

namespace Inventory.Memory.MemoryBenchmark.Strategies;

/// <summary>The baseline that the guide rejected: workers over the zones, each with a whole page in memory.</summary>
internal sealed class ParallelPagesStrategy(int workers) : Strategy
{
    private readonly Lock _lock = new();
    private long _resources;

    public override string Key => $"parallel-{workers}";

    public override string Title => $"parallel, {workers} workers";

    public override async Task<StrategyOutcome> RunAsync(StrategyInput input, Stream output)
    {
        using var pages = new InstancePages(input.Endpoint, workers);
        var zones = input.Zones.Count > 0 ? input.Zones : await pages.ZonesAsync();
        await Parallel.ForEachAsync(zones, new ParallelOptions { MaxDegreeOfParallelism = workers }, async (zone, _) =>
        {
            await foreach (var page in pages.ZoneAsync(zone))
            {
                Write(page, output);
            }
        });
        return new StrategyOutcome(_resources, RunState.Complete);
    }

    private void Write(JsonDocument page, Stream output)
    {
        lock (_lock)
        {
            foreach (var item in InstancePages.ItemsOf(page))
            {
                output.Write(JsonMarshal.GetRawUtf8Value(item));
                output.WriteByte((byte)'\n');
                _resources++;
            }
        }
    }
}
