using BenchmarkDotNet.Attributes;
using Inventory.Memory.GoogleCloud;
using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Benchmarks;

/// <summary>The collector from end to end; time and bytes are of one record.</summary>
/// <remarks>The emulator is a process of its own: in this one, its bytes would count as ours.</remarks>
[MemoryDiagnoser]
public class CollectorBenchmarks
{
    private const int Records = 10_000;

    private readonly SequentialCollector _collector = new();
    private EmulatorServer _emulator = null!;
    private GoogleCloudInventory _google = null!;
    private AsyncEnumerableSource<byte[]> _source = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        _emulator = await EmulatorServer.StartAsync(Path.Combine(AppContext.BaseDirectory, "inventory-emulator"), Records);
        _google = new GoogleCloudInventory(new() { Endpoint = _emulator.Endpoint.ToString() });
        var item = new InstanceItem(InstancePage.Read()).Next().Json.ToArray();
        _source = new AsyncEnumerableSource<byte[]>(
            "compute.instances",
            "compute.googleapis.com/Instance",
            (_, _) => Enumerable.Repeat(item, Records).ToAsyncEnumerable(),
            (json, to) =>
            {
                to.Json = json;
                to.SetName("//compute.googleapis.com/projects/p/zones/z/instances/i");
            });
    }

    /// <summary>Over HTTP from the emulator, as lines into a stream that takes everything.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Records)]
    public Task<long> OverHttp() => CollectAsync(_google.GetSourcesAsync(new GoogleCloudSelection { Projects = ["p"], Types = ["compute.instances"] }));

    /// <summary>The same from memory: what the walk, the records and the writer take without the network and the reader.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public Task<long> FromMemory() => CollectAsync(new ResourceSource[] { _source }.ToAsyncEnumerable());

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _google.DisposeAsync();
        await _emulator.DisposeAsync();
    }

    private async Task<long> CollectAsync(IAsyncEnumerable<ResourceSource> sources)
    {
        await using var writer = new NdjsonWriter(Stream.Null);
        var run = _collector.Collect(new CollectionRequest(sources));
        await foreach (var record in run)
        {
            await writer.WriteAsync(record);
        }

        return run.Summary.Resources == Records ? Records : throw new InvalidOperationException($"{run.Summary.Resources} records: {run.Summary.FirstError}");
    }
}
