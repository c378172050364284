using Inventory.Memory.GoogleCloud;

namespace Inventory.Memory.MemoryBenchmark.Strategies;

/// <summary>This library as a customer calls it, strictly one request after another.</summary>
internal class SequentialStrategy : Strategy
{
    public override string Key => "sequential";

    public override string Title => "sequential";

    public override async Task<StrategyOutcome> RunAsync(StrategyInput input, Stream output)
    {
        await using var google = new GoogleCloudInventory(new() { Endpoint = input.Endpoint.ToString() });
        var selection = new GoogleCloudSelection
        {
            Projects = [StrategyInput.Project],
            Types = ["compute.instances"],
            Locations = input.Zones,
        };
        var run = new SequentialCollector(Options()).Collect(new CollectionRequest(google.GetSourcesAsync(selection)));
        await ConsumeAsync(run, output);
        return new StrategyOutcome(run.Summary.Resources, run.Summary.State, run.Summary.StopMessage);
    }

    protected virtual SequentialCollectorOptions Options() => new() { LookAhead = 0 };

    protected virtual async Task ConsumeAsync(CollectionRun run, Stream output)
    {
        await using var writer = new NdjsonWriter(output);
        await foreach (var record in run)
        {
            await writer.WriteAsync(record);
        }

        await writer.FlushAsync();
    }
}
