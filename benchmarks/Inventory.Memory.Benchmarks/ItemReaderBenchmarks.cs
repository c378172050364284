using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Inventory.Memory.Json;

namespace Inventory.Memory.Benchmarks;

/// <summary>Items out of one page: the streaming reader beside System.Text.Json over the same bytes.</summary>
[MemoryDiagnoser]
public partial class ItemReaderBenchmarks
{
    private readonly JsonItemReader _reader = new(new JsonListShape("items/*/instances")
    {
        Notices = ["warning", "unreachables"],
        Fields = ["name", "selfLink"],
    });

    private byte[] _page = [];
    private MemoryStream _body = new();

    [GlobalSetup]
    public void Setup()
    {
        _page = InstancePage.Read();
        _body = new MemoryStream(_page);
    }

    [Benchmark(Baseline = true)]
    public int JsonDocumentParse()
    {
        using var document = JsonDocument.Parse(_page);
        return document.RootElement.GetProperty("items").EnumerateObject().Sum(scope =>
            scope.Value.TryGetProperty("instances", out var instances) ? instances.GetArrayLength() : 0);
    }

    [Benchmark]
    public int Utf8JsonReaderTokens()
    {
        var reader = new Utf8JsonReader(_page);
        var objects = 0;
        while (reader.Read())
        {
            objects += reader is { TokenType: JsonTokenType.StartObject, CurrentDepth: 4 } ? 1 : 0;
        }

        return objects;
    }

    [Benchmark]
    public async Task<int> JsonItemReader()
    {
        _body.Position = 0;
        _reader.Begin(_body);
        var items = 0;
        for (var step = await _reader.ReadAsync(); step != JsonStep.End; step = await _reader.ReadAsync())
        {
            items += step == JsonStep.Item ? 1 : 0;
        }

        return items;
    }
}
