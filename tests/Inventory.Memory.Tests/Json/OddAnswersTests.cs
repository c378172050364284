using System.Text;
using CsCheck;
using Inventory.Memory.Json;

namespace Inventory.Memory.Tests.Json;

/// <summary>What a server should not send: each is skipped alone, or named, and nothing of it is kept without a bound.</summary>
public sealed class OddAnswersTests
{
    private const int MiB = 1 << 20;

    public static MatrixTheoryData<bool, bool, int> Ways => new([true, false], [true, false], [1, 7, 100, int.MaxValue]);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ReadAsync_ItemNestsTooDeep_IsSkippedAloneAndNamed(bool validate, bool scan, int chunk)
    {
        var deep = $$"""{"name":"deep","x":{{Nested(1000)}},"y":"]}\""}""";
        var body = """{"items":{"zones/a":{"d":[{"name":"a"},DEEP,{"name":"b"}]},"zones/b":{"d":[DEEP],"warning":7}},"nextPageToken":"t"}""".Replace("DEEP", deep, StringComparison.Ordinal);
        var found = await ReadItems.FromAsync("items/*/d", body, chunk, options => (options.ValidateItems, options.ScanItems) = (validate, scan));
        Assert.Null(found.Failure);
        Assert.Equal(["{\"name\":\"a\"}", "{\"name\":\"b\"}"], found.Items);
        Assert.Equal([(deep.Length, "deep"), (deep.Length, "deep")], found.Skipped);
        Assert.Equal(["zones/b:0:7"], found.Notices);
        Assert.Equal("t", found.NextPageToken);
    }

    [Fact]
    public Task ReadAsync_DeepItemAnywhere_LeavesTheOthersAsTheyAre() =>
        Gen.Select(JsonGenerator.Node.Array[0, 5], Gen.Int[0, 5], Gen.Int[63, 200], Gen.Bool, Gen.Int).SampleAsync(async (nodes, place, depth, scan, seed) =>
        {
            List<string> items = [.. nodes.Select(node => node?.ToJsonString() ?? "null")];
            place = Math.Min(place, items.Count);
            List<string> all = [.. items];
            all.Insert(place, $$"""{"name":"deep","x":{{Nested(depth)}}}""");
            var random = new Random(seed);
            var body = Encoding.UTF8.GetBytes($$"""{"items":[{{string.Join(" ,\n", all)}}],"nextPageToken":"t"}""");
            var found = await ReadItems.FromAsync("items", new CutStream(body, () => random.Next(1, 40)), options => options.ScanItems = scan);
            Assert.Null(found.Failure);
            Assert.Equal(items, found.Items);
            Assert.Equal("deep", Assert.Single(found.Skipped).Name);
            Assert.Equal("t", found.NextPageToken);
        });

    [Fact]
    public async Task ReadAsync_DeepItemIsCut_IsTruncated()
    {
        foreach (var chunk in new[] { 1, int.MaxValue })
        {
            var found = await ReadItems.FromAsync("items", "{\"items\":[1,{\"x\":" + Nested(100), chunk);
            Assert.True(found.Failure?.IsTruncated);
            Assert.Equal(["1"], found.Items);
        }
    }

    [Fact]
    public async Task WasTooDeep_AndItemNumber_AreOfTheItem()
    {
        var reader = new JsonItemReader(new JsonListShape("items") { Notices = ["warning"] }, new JsonItemReaderOptions { MaxItemBytes = 1024 });
        reader.Begin(new MemoryStream(Encoding.UTF8.GetBytes($$"""{"warning":1,"items":[{},{{Nested(70)}},"{{new string('x', 2000)}}",null]}""")));
        List<(JsonStep, long, bool)> found = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken) is var step && step != JsonStep.End)
        {
            found.Add((step, reader.ItemNumber, reader.WasTooDeep));
        }

        Assert.Equal(
            [(JsonStep.Notice, 0, false), (JsonStep.Item, 1, false), (JsonStep.SkippedItem, 2, true), (JsonStep.SkippedItem, 3, false), (JsonStep.Item, 4, false)],
            found);
        reader.Begin(Stream.Null);
        Assert.Equal(0, reader.ItemNumber);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadAsync_TextOverTheBound_IsSkippedAlone(bool scan)
    {
        var big = $"\"{new string('x', 300_000)}\"";
        var found = await ReadItems.FromAsync("items", $$"""{"items":[ {{big}} ,1, {{big}},{"a":2},{{big}}]}""", 4096, options => (options.MaxItemBytes, options.ScanItems) = (2000, scan));
        Assert.Null(found.Failure);
        Assert.Equal(["1", "{\"a\":2}"], found.Items);
        Assert.Equal([big.Length, big.Length, big.Length], found.Skipped.Select(skipped => skipped.Length));
    }

    [Theory]
    [InlineData("12")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("{\"x\":\"t\"}")]
    [InlineData("[\"t\"]")]
    public async Task NextPageToken_NoText_IsMalformed(string token)
    {
        foreach (var chunk in new[] { 1, int.MaxValue })
        {
            var found = await ReadItems.FromAsync("items", $$"""{"items":[1],"nextPageToken":{{token}}}""", chunk);
            Assert.Equal(["1"], found.Items);
            Assert.Contains("page token", found.Failure?.Message, StringComparison.Ordinal);
            Assert.False(found.Failure!.IsTruncated);
        }
    }

    [Theory]
    [InlineData("""{"a":7}""")]
    [InlineData("""{"a":{"b":"t"}}""")]
    [InlineData("""{"a":{"b":{"c":false}}}""")]
    public async Task NextPageToken_PathThatIsNone_IsMalformed(string body)
    {
        var reader = new JsonItemReader(new JsonListShape("items") { NextPageTokenPath = "a/b/c" });
        Assert.Contains("a/b/c", (await ReadItems.FromAsync(reader, new MemoryStream(Encoding.UTF8.GetBytes(body)))).Failure?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"hello":"world"}""", false)]
    [InlineData("""{"hello":{"kind":1,"items":[]}}""", false)]
    [InlineData("{}", true)]
    [InlineData("""{"hello":"world","kind":"k"}""", true)]
    [InlineData("""{"hello":"world","warning":null}""", true)]
    [InlineData("""{"nextPageToken":"t"}""", true)]
    [InlineData("""{"items":null}""", true)]
    public async Task ReadAsync_NothingOfAList_IsMalformedWhereThatIsKnown(string body, bool isList)
    {
        var known = new JsonItemReader(new JsonListShape("items") { Notices = ["warning"], KnownProperties = ["kind"], Fields = ["name"] });
        var found = await ReadItems.FromAsync(known, new CutStream(Encoding.UTF8.GetBytes(body), 3));
        Assert.Equal(isList, found.Failure is null);
        Assert.True(isList || found.Failure!.Message.Contains("'items'", StringComparison.Ordinal));
        Assert.Null((await ReadItems.FromAsync("items", body)).Failure);
    }

    [Theory]
    [InlineData(1020, "\\u00e9")]
    [InlineData(1023, "\\\\")]
    [InlineData(1023, "é")]
    [InlineData(1022, "😀")]
    public async Task GetField_NameIsCutInACharacter_IsStillAName(int before, string character)
    {
        var name = new string('n', before) + character + new string('n', 3000);
        var found = await ReadItems.FromAsync("items", $$"""{"items":[{"name":"{{name}}"}]}""", configure: options => options.MaxItemBytes = 2000);
        Assert.StartsWith(new string('n', before), Assert.Single(found.Skipped).Name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("items/*/d", "\"items\":{\"#\":{\"d\":[]}}", "more than 1024")]
    [InlineData("items", "\"nextPageToken\":\"#\"", "more than 65536")]
    public async Task ReadAsync_LongText_IsRefusedAndAllOfItWasAskedFor(string path, string property, string expected)
    {
        // Ten mebibytes: the buffer asks for what it grows by, and nothing is made of the text.
        var body = Encoding.UTF8.GetBytes($"{{{property.Replace("#", new string('k', 10 * MiB), StringComparison.Ordinal)}}}");
        var asked = 0L;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = await ReadItems.FromAsync(path, new CutStream(body, int.MaxValue), options => options.TryReserve = bytes => (asked += bytes) > 0);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains(expected, found.Failure?.Message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, asked + MiB);
    }

    [Fact]
    public async Task ReadAsync_MemoryRefusedBesideTheItems_SaysSo()
    {
        var found = await ReadItems.FromAsync("items", $$"""{"warning":"{{new string('x', MiB)}}"}""", configure: options => options.TryReserve = _ => false);
        Assert.True(found.Failure?.IsTooLarge);
        Assert.Contains("no memory", found.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("a\\udc00b")]
    [InlineData("\\u00")]
    [InlineData("a\\")]
    public void TryGetText_EscapesThatAreNoText_SaysSoAndGivesThem(string raw)
    {
        var field = new JsonField(Encoding.UTF8.GetBytes(raw), isEscaped: true);
        Assert.False(field.TryGetText(out _));
        Assert.Equal(raw, field.ToString());
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
