namespace Inventory.Memory.MemoryBenchmark.Workers;

/// <summary>A child process of the benchmark: does one thing and answers in JSON on standard output.</summary>
internal static class WorkerProgram
{
    public static Task<int> RunAsync(string[] arguments) => arguments switch
    {
        ["run", var strategy, var endpoint, .. var zones] => StrategyWorker.RunAsync(strategy, new Uri(endpoint), zones),
        ["steps", var page, var everything, var secure, var certificate] =>
            StepsWorker.RunAsync(new Uri(page), new Uri(everything), new Uri(secure), certificate),
        ["reader", var endpoint] => ReaderWorker.RunAsync(new Uri(endpoint)),
        ["idle"] => IdleWorker.RunAsync(),
        _ => throw new ArgumentException($"No such work: {string.Join(' ', arguments)}", nameof(arguments)),
    };
}
