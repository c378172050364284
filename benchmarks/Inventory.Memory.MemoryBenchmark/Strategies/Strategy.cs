namespace Inventory.Memory.MemoryBenchmark.Strategies;

/// <summary>One way to collect every instance of an estate. All of them write NDJSON to the same output.</summary>
internal abstract class Strategy
{
    /// <summary>Every strategy, in the order of the tables.</summary>
    public static IReadOnlyList<Strategy> All { get; } =
    [
        new SequentialStrategy(),
        new LookAheadStrategy(),
        new ParallelPagesStrategy(2),
        new ParallelPagesStrategy(8),
        new ParallelPagesStrategy(32),
        new KeepEverythingStrategy(),
        new KeepDetachedStrategy(),
    ];

    /// <summary>The name on the child's command line and in the results.</summary>
    public abstract string Key { get; }

    /// <summary>The name in tables and pictures.</summary>
    public abstract string Title { get; }

    public abstract Task<StrategyOutcome> RunAsync(StrategyInput input, Stream output);

    public static Strategy Find(string key) => All.First(strategy => strategy.Key == key);
}
