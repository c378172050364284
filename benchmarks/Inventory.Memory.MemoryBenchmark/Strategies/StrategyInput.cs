namespace Inventory.Memory.MemoryBenchmark.Strategies;

/// <summary>What is collected.</summary>
/// <param name="Endpoint">The emulator.</param>
/// <param name="Zones">One list call for each of these; empty: the strategy's own way to get the whole project.</param>
internal sealed record StrategyInput(Uri Endpoint, IReadOnlyList<string> Zones)
{
    public const string Project = "benchmark";

    public const int PageSize = 500;
}
