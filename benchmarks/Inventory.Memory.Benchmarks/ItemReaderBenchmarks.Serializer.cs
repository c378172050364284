using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Attributes;

namespace Inventory.Memory.Benchmarks;

/// <summary>The same page into objects with a few of an instance's sixty properties, the metadata generated.</summary>
public partial class ItemReaderBenchmarks
{
    [Benchmark]
    public int JsonSerializerDeserialize() =>
        JsonSerializer.Deserialize(_page, PageJsonContext.Default.AggregatedPage)!.Items.Values.Sum(scope => scope.Instances?.Count ?? 0);

    internal sealed record AggregatedPage(Dictionary<string, ScopedList> Items);

    internal sealed record ScopedList(List<InstanceObject>? Instances);

    internal sealed record InstanceObject(string Name, string SelfLink, string? Status, Dictionary<string, string>? Labels);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(AggregatedPage))]
    internal sealed partial class PageJsonContext : JsonSerializerContext;
}
