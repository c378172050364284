using System.Globalization;
using Inventory.Memory.MemoryBenchmark.Environments;
using Inventory.Memory.MemoryBenchmark.Strategies;

namespace Inventory.Memory.MemoryBenchmark.Measuring;

/// <summary>Something that collects an estate in a process of its own: a strategy or the tool.</summary>
internal abstract class Contender
{
    public abstract string Key { get; }

    public abstract string Title { get; }

    /// <summary>Every strategy, then the tools there are.</summary>
    public static IEnumerable<Contender> All(BenchmarkPrograms programs) =>
        [.. Strategy.All.Select(strategy => Of(strategy, programs)), .. programs.Tools.Select(tool => Of(tool))];

    public static Contender Of(Strategy strategy, BenchmarkPrograms programs) => new StrategyContender(strategy, programs);

    public static Contender Of(InventoryTool tool, params string[] more) => new ToolContender(tool, more);

    /// <param name="emulator">Where from.</param>
    /// <param name="zones">One list call each; empty: the whole project.</param>
    /// <param name="environment">Where; null: here.</param>
    /// <param name="interval">The distance of samples; null: none.</param>
    public abstract Task<ToolRun> RunAsync(
        EmulatorServer emulator, IReadOnlyList<string>? zones = null, MemoryEnvironment? environment = null, TimeSpan? interval = null);

    private sealed class StrategyContender(Strategy strategy, BenchmarkPrograms programs) : Contender
    {
        public override string Key => strategy.Key;

        public override string Title => strategy.Title;

        public override async Task<ToolRun> RunAsync(
            EmulatorServer emulator, IReadOnlyList<string>? zones = null, MemoryEnvironment? environment = null, TimeSpan? interval = null)
        {
            var command = new ProcessCommand(programs.Worker, ["worker", "run", strategy.Key, emulator.Endpoint.ToString(), .. zones ?? []]);
            var process = await MeasuredProcess.RunAsync(command, environment, interval);
            return new ToolRun(process, ToolSummary.Parse(process.Output));
        }
    }

    private sealed class ToolContender(InventoryTool tool, string[] more) : Contender
    {
        public override string Key => string.Create(CultureInfo.InvariantCulture, $"tool-{tool.Flavour}");

        public override string Title => $"the tool ({tool.Flavour})";

        public override Task<ToolRun> RunAsync(
            EmulatorServer emulator, IReadOnlyList<string>? zones = null, MemoryEnvironment? environment = null, TimeSpan? interval = null) =>
            tool.TryCollectAsync(emulator, environment, interval, [.. more, .. zones is { Count: > 0 } ? ["-l", .. zones] : Array.Empty<string>()]);
    }
}
