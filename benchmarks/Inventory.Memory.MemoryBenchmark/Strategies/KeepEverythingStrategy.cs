using System.Runtime.InteropServices;
using System.Text.Json;

namespace Inventory.Memory.MemoryBenchmark.Strategies;

/// <summary>The guide's own benchmark: every resource in a list, then all of them written.</summary>
internal sealed class KeepEverythingStrategy : Strategy
{
    public override string Key => "keep-everything";

    public override string Title => "keep everything in a list";

    public override async Task<StrategyOutcome> RunAsync(StrategyInput input, Stream output)
    {
        using var pages = new InstancePages(input.Endpoint, connections: 1);
        var kept = new List<JsonElement>();
        if (input.Zones.Count == 0)
        {
            await KeepAsync(pages.ProjectAsync(), kept);
        }

        foreach (var zone in input.Zones)
        {
            await KeepAsync(pages.ZoneAsync(zone), kept);
        }

        foreach (var item in kept)
        {
            output.Write(JsonMarshal.GetRawUtf8Value(item));
            output.WriteByte((byte)'\n');
        }

        return new StrategyOutcome(kept.Count, RunState.Complete);
    }

    private static async Task KeepAsync(IAsyncEnumerable<JsonDocument> pages, List<JsonElement> kept)
    {
        await foreach (var page in pages)
        {
            kept.AddRange(InstancePages.ItemsOf(page).Select(item => item.Clone()));
        }
    }
}
