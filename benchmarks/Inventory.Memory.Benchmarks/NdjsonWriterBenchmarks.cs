using BenchmarkDotNet.Attributes;
using Inventory.Memory.GoogleCloud.Redaction;

namespace Inventory.Memory.Benchmarks;

/// <summary>Records as lines into a stream that takes everything at once; time and bytes are of one record.</summary>
[MemoryDiagnoser]
public class NdjsonWriterBenchmarks
{
    private const int Records = 500;

    private readonly NdjsonWriter _writer = new(Stream.Null);
    private readonly NdjsonWriter _redacting = new(Stream.Null, JsonRedactor.Redact);
    private InstanceItem _item = null!;

    [GlobalSetup]
    public void Setup() => _item = new InstanceItem(InstancePage.Read());

    [Benchmark(Baseline = true, OperationsPerInvoke = Records)]
    public Task AsSent() => WriteAsync(_writer);

    [Benchmark(OperationsPerInvoke = Records)]
    public Task Redacted() => WriteAsync(_redacting);

    private async Task WriteAsync(NdjsonWriter writer)
    {
        for (var i = 0; i < Records; i++)
        {
            await writer.WriteAsync(_item.Next());
        }

        await writer.FlushAsync();
    }
}
