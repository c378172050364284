using System.Text;
using System.Text.Json.Nodes;
using Inventory.Memory.Checkpoints;
using Inventory.Memory.Manifests;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests.Checkpoints;

/// <summary>A run into memory, with a manifest and a checkpoint, that may be ended anywhere and begun again.</summary>
internal sealed class CheckpointedRun
{
    public MemoryStream Output { get; private set; } = new();

    public MemoryStream Manifest { get; private set; } = new();

    public MemoryCheckpointStore Store { get; } = new();

    public TimeSpan Interval { get; init; }

    public SyncMode Sync { get; init; } = SyncMode.Checkpoint;

    public Dictionary<string, string> Request { get; init; } = [];

    public int LookAhead { get; init; }

    public TimeSpan? Deadline { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IReadOnlyList<JsonNode> Errors => [.. Lines(Output).Select(line => line["error"]).OfType<JsonNode>()];

    public IReadOnlyList<string> Names => [.. Lines(Output).Where(line => line["error"] is null).Select(line => line["name"]!.GetValue<string>())];

    /// <summary>Why something is missing, of each error record.</summary>
    public IReadOnlyList<string> Reasons => [.. Lines(Output).Where(line => line["error"] is not null).Select(line => line["error"]!["reason"]!.GetValue<string>())];

    public IReadOnlyList<JsonNode> ManifestLines => Lines(Manifest);

    /// <param name="estate">What to collect.</param>
    /// <param name="killAfter">The process is killed after so many records: nothing is flushed, nothing said.</param>
    public Task<CollectionSummary> CollectAsync(PagedEstate estate, int killAfter = int.MaxValue) => CollectAsync(estate.Sources(), killAfter);

    /// <inheritdoc cref="CollectAsync(PagedEstate, int)"/>
    public async Task<CollectionSummary> CollectAsync(IEnumerable<ResourceSource> sources, int killAfter = int.MaxValue)
    {
        // As a new process opens its files: at their start; and where no run goes on, what an earlier one left is replaced.
        Output.Position = Manifest.Position = 0;
        if (Store.Current is null)
        {
            Output.SetLength(0);
            Manifest.SetLength(0);
        }

        var writer = new NdjsonWriter(Output);
        using var manifest = new ManifestWriter(Manifest);
        var request = new CollectionRequest(sources)
        {
            Deadline = Deadline,
            Durability = new DurabilityOptions { Outputs = [writer, manifest], Store = Store, Interval = Interval, Sync = Sync, Request = Request },
            ScopeEnded = result => manifest.WriteAsync(result),
        };
        using var monitor = new MemoryMonitor();
        var run = new SequentialCollector(new SequentialCollectorOptions { LookAhead = LookAhead }, new MemoryGovernor(monitor), timeProvider: Time).Collect(request);
        var records = run.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var count = 0;
        while (count++ < killAfter && await records.MoveNextAsync())
        {
            await writer.WriteAsync(records.Current);
        }

        var left = (Copy(Output), Copy(Manifest), Store.Current);
        await records.DisposeAsync();
        await writer.FlushAsync();
        if (count > killAfter)
        {
            // What the run still did when it was disposed of, a killed process would not have done.
            (Output, Manifest, Store.Current) = left;
        }

        return run.Summary;
    }

    private static MemoryStream Copy(MemoryStream stream)
    {
        var copy = new MemoryStream();
        copy.Write(stream.ToArray());
        return copy;
    }

    private static JsonNode[] Lines(MemoryStream stream) =>
        [.. Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
