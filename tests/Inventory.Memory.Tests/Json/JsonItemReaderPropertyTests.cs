using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Inventory.Memory.Json;

namespace Inventory.Memory.Tests.Json;

/// <summary>Generated answers, pretty and compact, cut anywhere, against System.Text.Json's own document.</summary>
public sealed class JsonItemReaderPropertyTests
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private static readonly Gen<JsonNode?[]> s_items = JsonGenerator.Node.Array[0, 6];

    private static readonly Gen<(byte[] Body, int Seed)> s_flat = Gen.Select(s_items, JsonGenerator.Node, Gen.Bool, Gen.Bool, Gen.Int)
        .Select((items, other, itemsFirst, pretty, seed) =>
        {
            var body = new JsonObject();
            AddOther(body, other, !itemsFirst);
            body["items"] = new JsonArray([.. items.Select(item => item?.DeepClone())]);
            AddOther(body, other, itemsFirst);
            return (Bytes(body, pretty), seed);
        });

    private static readonly Gen<(byte[] Body, int Seed)> s_scoped = Gen.Select(s_items.Array[0, 4], JsonGenerator.Node, Gen.Bool, Gen.Int)
        .Select((scopes, other, pretty, seed) =>
        {
            var map = new JsonObject();
            for (var i = 0; i < scopes.Length; i++)
            {
                var scope = new JsonObject { ["other"] = other?.DeepClone() };
                scope["things"] = new JsonArray([.. scopes[i].Select(item => item?.DeepClone())]);
                scope["warning"] = other?.DeepClone();
                map[$"zones/\"z{i}é"] = scope;
            }

            return (Bytes(new JsonObject { ["items"] = map, ["nextPageToken"] = "t" }, pretty), seed);
        });

    [Fact]
    public Task ReadAsync_AnyList_GivesTheDocumentsItems() => s_flat.SampleAsync(async generated =>
    {
        using var document = JsonDocument.Parse(generated.Body);
        var expected = document.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetRawText());
        var found = await ReadAsync("items", generated);
        return found.Failure is null && expected.SequenceEqual(found.Items);
    });

    [Fact]
    public Task ReadAsync_AnyMapOfScopes_GivesTheDocumentsItemsAndScopes() => s_scoped.SampleAsync(async generated =>
    {
        using var document = JsonDocument.Parse(generated.Body);
        var expected = document.RootElement.GetProperty("items").EnumerateObject()
            .SelectMany(scope => scope.Value.GetProperty("things").EnumerateArray().Select(item => (item.GetRawText(), (string?)scope.Name)))
            .ToList();
        var warnings = document.RootElement.GetProperty("items").EnumerateObject()
            .Select(scope => $"{scope.Name}:0:{scope.Value.GetProperty("warning").GetRawText()}");
        var found = await ReadAsync("items/*/things", generated);
        return found.Failure is null && found.NextPageToken == "t" && expected.SequenceEqual(found.Items.Zip(found.Scopes)) && warnings.SequenceEqual(found.Notices);
    });

    [Fact]
    public Task ReadAsync_AnyItemsUnderASmallBound_AreWholeOrSkipped() => s_flat.SampleAsync(async generated =>
    {
        using var document = JsonDocument.Parse(generated.Body);
        const int Bound = 1024;
        var padded = new JsonObject
        {
            ["items"] = new JsonArray([.. document.RootElement.GetProperty("items").EnumerateArray()
            .Select(item => (JsonNode)new JsonObject { ["a"] = JsonNode.Parse(item.GetRawText()), ["name"] = "n", ["pad"] = new string('p', Math.Abs(generated.Seed % 2000)) })])
        };
        var body = Bytes(padded, false);
        using var expected = JsonDocument.Parse(body);
        var items = expected.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()).ToList();
        var found = await ReadAsync("items", (body, generated.Seed), options => options.MaxItemBytes = Bound);
        return found.Failure is null
            && items.Where(item => Encoding.UTF8.GetByteCount(item) <= Bound).SequenceEqual(found.Items)
            && items.Where(item => Encoding.UTF8.GetByteCount(item) > Bound).Select(item => ((long)Encoding.UTF8.GetByteCount(item), "n")).SequenceEqual(found.Skipped);
    });

    [Fact]
    public Task ReadAsync_AnyByteChanged_IsReadOrNamedAsMalformed() => s_flat.SampleAsync(async generated =>
    {
        var body = (byte[])generated.Body.Clone();
        var random = new Random(generated.Seed);
        body[random.Next(body.Length)] = (byte)random.Next(256);
        var found = await ReadAsync("items", (body, generated.Seed));
        return found.Failure is null || (found.Failure.ByteOffset >= 0 && found.Failure.ByteOffset <= body.Length);
    });

    [Fact]
    public Task ReadAsync_AnythingAsItems_IsReadAsTheParserAloneReadsIt() =>
        Gen.Select(Gen.OneOf(AdversarialJson.Rubble, AdversarialJson.Valid, AdversarialJson.Plain).Array[0, 4], Gen.Int).SampleAsync(async (items, seed) =>
        {
            var body = AdversarialJson.Mutate($$"""{"items":[{{string.Join(',', items)}}],"nextPageToken":"t"}""", seed);
            var scanned = await ReadAsync("items", (body, seed));
            var parsed = await ReadAsync("items", (body, seed), options => options.ScanItems = false);
            Assert.Equal(parsed.Log, scanned.Log);
        });

    [Fact]
    public Task ReadAsync_AnyListWithoutValidation_GivesTheDocumentsItems() => s_flat.SampleAsync(async generated =>
    {
        var validated = await ReadAsync("items", generated);
        var found = await ReadAsync("items", generated, options => options.ValidateItems = false);
        Assert.Equal(validated.Log, found.Log);
    });

    private static Task<ReadItems> ReadAsync(string path, (byte[] Body, int Seed) generated, Action<JsonItemReaderOptions>? configure = null)
    {
        var random = new Random(generated.Seed);
        var most = random.Next(1, 50);
        return ReadItems.FromAsync(path, new CutStream(generated.Body, () => random.Next(1, most + 1)), configure);
    }

    private static void AddOther(JsonObject body, JsonNode? other, bool add)
    {
        if (add)
        {
            body["other"] = new JsonObject { ["items"] = other?.DeepClone() };
        }
    }

    private static byte[] Bytes(JsonNode body, bool pretty) =>
        Encoding.UTF8.GetBytes(pretty ? body.ToJsonString(s_indented) : body.ToJsonString());
}
