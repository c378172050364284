using System.Diagnostics;
using System.Text.Json;
using Inventory.Memory.Json;
using Inventory.Memory.MemoryBenchmark.Strategies;

namespace Inventory.Memory.MemoryBenchmark.Workers;

/// <summary>Our item reader and JsonDocument.Parse over the same page, in turns, in one process.</summary>
internal static class ReaderWorker
{
    private const int Rounds = 15;
    private const int PagesPerRound = 10;

    /// <summary>Pages until the JIT compiler has done its best for both.</summary>
    private const int WarmUpPages = 120;

    public static async Task<int> RunAsync(Uri endpoint)
    {
        using var http = new HttpClient();
        var page = await http.GetByteArrayAsync(new Uri(
            endpoint, $"compute/v1/projects/{StrategyInput.Project}/aggregated/instances?maxResults={StrategyInput.PageSize}&prettyPrint=false"));
        var contenders = ReaderContender.All(page);
        foreach (var contender in contenders)
        {
            await contender.MeasureAsync(WarmUpPages);
        }

        // The second tier is compiled in the background, a tenth of a second after the first.
        await Task.Delay(TimeSpan.FromSeconds(0.5));
        var results = contenders.ToDictionary(contender => contender.Name, _ => new List<double>(), StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var contender in contenders)
            {
                results[contender.Name].Add(await contender.MeasureAsync(PagesPerRound) / PagesPerRound);
            }
        }

        var allocated = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var contender in contenders)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await contender.MeasureAsync(PagesPerRound);
            allocated[contender.Name] = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)(PagesPerRound * StrategyInput.PageSize);
        }

        Console.WriteLine(JsonSerializer.Serialize(new ReaderRace(page.Length, results, allocated), JsonSerializerOptions.Web));
        return 0;
    }
}
