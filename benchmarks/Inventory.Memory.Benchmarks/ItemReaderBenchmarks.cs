using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Inventory.Memory.Json;

namespace Inventory.Memory.Benchmarks;

/// <summary>Items out of one page: the streaming reader beside System.Text.Json over the same bytes.</summary>
[MemoryDiagnoser]
public partial class ItemReaderBenchmarks
{
    private readonly JsonItemReader _reader = Reader(validate: true);
    private readonly JsonItemReader _unvalidated = Reader(validate: false);

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
    public int JsonSerializerElement()
    {
        var root = JsonSerializer.Deserialize<JsonElement>(_page);
        return root.GetProperty("items").EnumerateObject().Count();
    }

    [Benchmark]
    public Task<int> JsonItemReader() => ReadAsync(_reader);

    [Benchmark]
    public Task<int> JsonItemReaderWithoutValidation() => ReadAsync(_unvalidated);

    private static JsonItemReader Reader(bool validate) => new(
        new JsonListShape("items/*/instances") { Notices = ["warning", "unreachables"], Fields = ["selfLink", "name", "id"] },
        new JsonItemReaderOptions { ValidateItems = validate });

    private async Task<int> ReadAsync(JsonItemReader reader)
    {
        _body.Position = 0;
        reader.Begin(_body);
        var items = 0;
        for (var step = await reader.ReadAsync(); step != JsonStep.End; step = await reader.ReadAsync())
        {
            items += step == JsonStep.Item ? 1 : 0;
        }

        return items;
    }
}
