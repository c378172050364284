using System.Text;
using Inventory.Memory.Json;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.Tests.Json;

public sealed class JsonItemReaderTests
{
    public static TheoryData<int> Chunks => [1, 2, 3, 7, 64, int.MaxValue];

    [Theory]
    [MemberData(nameof(Chunks))]
    public async Task ReadAsync_Array_GivesEachItemAsSent(int chunk)
    {
        var found = await ReadItems.FromAsync("items", "{\"kind\":\"k\",\"items\": [ {\"a\" : 1.50} ,{\"b\":[{}]},\"text\",12,null,true,[1,[2]] ],\"x\":{\"items\":[1]}}", chunk);
        Assert.Equal(["{\"a\" : 1.50}", "{\"b\":[{}]}", "\"text\"", "12", "null", "true", "[1,[2]]"], found.Items);
        Assert.Null(found.Failure);
    }

    [Theory]
    [MemberData(nameof(Chunks))]
    public async Task ReadAsync_MapOfScopes_GivesItemsNoticesAndTheirScope(int chunk)
    {
        const string Body = """
            {"nextPageToken":"t\u0031","items":{
              "zones/a":{"disks":[{"n":1},{"n":2}],"warning":{"code":"X"}},
              "zones/b":{"warning":{"code":"NO"}},
              "zones/c":{"other":[{"n":9}],"disks":[]},
              "zones\/d":{"disks":[{"n":3}]}},
             "unreachable":["zones/e"],"warning":null}
            """;
        var found = await ReadItems.FromAsync("items/*/disks", Body, chunk);
        Assert.Equal(["{\"n\":1}", "{\"n\":2}", "{\"n\":3}"], found.Items);
        Assert.Equal(["zones/a", "zones/a", "zones/d"], found.Scopes);
        Assert.Equal(["zones/a:0:{\"code\":\"X\"}", "zones/b:0:{\"code\":\"NO\"}", ":1:[\"zones/e\"]", ":0:null"], found.Notices);
        Assert.Equal("t1", found.NextPageToken);
    }

    [Theory]
    [MemberData(nameof(Chunks))]
    public async Task ReadAsync_PathAndEscapedNames_AreFollowed(int chunk)
    {
        var found = await ReadItems.FromAsync("a.b/c", """{"c":[0],"\u0061":{"c":[0],"b":{"\u0063":[1,2]}},"a2":{"b":{"c":[0]}}}""", chunk);
        Assert.Equal(["1", "2"], found.Items);
    }

    [Theory]
    [InlineData("""{"nextPageToken":"t","items":[1]}""", "t")]
    [InlineData("""{"items":[1],"nextPageToken":"t"}""", "t")]
    [InlineData("""{"items":[1],"nextPageToken":""}""", null)]
    [InlineData("""{"items":[1],"nextPageToken":null}""", null)]
    [InlineData("""{"items":[1],"x":{"nextPageToken":"t"}}""", null)]
    public async Task NextPageToken_WhereverItStands_IsSeen(string body, string? expected)
    {
        var found = await ReadItems.FromAsync("items", body, 3);
        Assert.Equal(["1"], found.Items);
        Assert.Equal(expected, found.NextPageToken);
    }

    [Fact]
    public async Task NextPageToken_Path_IsFollowed()
    {
        var reader = new JsonItemReader(new JsonListShape("items") { NextPageTokenPath = "metadata.continue" });
        var found = await ReadItems.FromAsync(reader, new CutStream("""{"metadata":{"a":{"continue":"no"},"continue":"yes","b":["continue"]},"items":[]}"""u8.ToArray(), 5));
        Assert.Equal("yes", found.NextPageToken);
    }

    [Theory]
    [InlineData("""{"a":{"x":{"y":1},"b":{"z":[2],"c":"yes"}},"items":[1]}""", "yes")]
    [InlineData("""{"a":{"b":{"c":"yes","d":{"c":"no"}},"c":"no"},"items":[1]}""", "yes")]
    [InlineData("""{"a":{"c":"no","b":{"b":{"c":"no"}}},"items":[1]}""", null)]
    [InlineData("""{"a":{"b":null},"items":[1]}""", null)]
    [InlineData("""{"a":null,"items":[1]}""", null)]
    [InlineData("""{"items":[1]}""", null)]
    public async Task NextPageToken_PathOfThree_IsFollowed(string body, string? expected)
    {
        foreach (var chunk in new[] { 1, 4, int.MaxValue })
        {
            var reader = new JsonItemReader(new JsonListShape("items") { NextPageTokenPath = "a.b/c", Fields = ["name"] });
            var found = await ReadItems.FromAsync(reader, new CutStream(Encoding.UTF8.GetBytes(body), chunk));
            Assert.Null(found.Failure);
            Assert.Equal((expected, 1), (found.NextPageToken, found.Items.Count));
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"items":null}""")]
    [InlineData(" \r\n{ \"items\" : [ ] } \n")]
    [InlineData("\uFEFF{}")]
    public async Task ReadAsync_EmptyLists_EndAtOnce(string body)
    {
        var found = await ReadItems.FromAsync("items", body, 1);
        Assert.Empty(found.Items);
        Assert.Null(found.Failure);
    }

    [Theory]
    [InlineData("", 0, true)]
    [InlineData("  ", 2, true)]
    [InlineData("\uFEFF", 3, true)]
    [InlineData("""{"items":[{"a":1},{"b":""", 23, true)]
    [InlineData("""{"items":[{"a":1}]""", 18, true)]
    [InlineData("""{"items":[{"a":1},""", 18, true)]
    [InlineData("""{"items":[{"a":1},{"b":tr""", 25, true)]
    [InlineData("<html>", 0, false)]
    [InlineData("[]", 0, false)]
    [InlineData("null", 0, false)]
    [InlineData("""{"items":{}}""", 9, false)]
    [InlineData("""{"items":7}""", 9, false)]
    [InlineData("""{"items":[{"a":1},}]}""", 18, false)]
    [InlineData("""{"items":[{"a":1}]}x""", 19, false)]
    [InlineData("""{"items":[{"a":01}]}""", 15, false)]
    [InlineData("{\"items\":[\"a\nb\"]}", 10, false)]
    public async Task ReadAsync_BadBody_NamesTheByte(string body, int offset, bool truncated)
    {
        foreach (var chunk in new[] { 1, 5, int.MaxValue })
        {
            var found = await ReadItems.FromAsync("items", body, chunk);
            Assert.NotNull(found.Failure);
            Assert.Equal((offset, truncated), ((int)found.Failure.ByteOffset, found.Failure.IsTruncated));
            Assert.All(found.Items, item => Assert.Equal("{\"a\":1}", item));
            Assert.Equal(body.StartsWith("{\"items\":[{\"a\":1}", StringComparison.Ordinal) ? 1 : 0, found.Items.Count);
        }
    }

    [Fact]
    public async Task ReadAsync_EveryPrefixOfABody_IsTruncatedAndKeepsWholeItems()
    {
        const string Body = """{"items":[{"a":"é\n"},{"b":[true]}],"nextPageToken":"t"}""";
        var bytes = Encoding.UTF8.GetBytes(Body);
        for (var length = 0; length < bytes.Length; length++)
        {
            var found = await ReadItems.FromAsync("items", new CutStream(bytes.AsMemory(0, length), 4));
            Assert.True(found.Failure?.IsTruncated, $"{length} bytes: {found.Failure?.Message}");
            Assert.Equal(length, found.Failure!.ByteOffset);
            Assert.Equal(length >= 35 ? 2 : length >= 22 ? 1 : 0, found.Items.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Chunks))]
    public async Task ReadAsync_InvalidUtf8InAnItem_IsMalformed(int chunk)
    {
        byte[] body = [.. "{\"items\":[{\"a\":1},{\"b\":\""u8, 0xC3, 0x28, .. "\"}]}"u8];
        var found = await ReadItems.FromAsync("items", new CutStream(body, chunk));
        Assert.Single(found.Items);
        Assert.Equal(18, found.Failure?.ByteOffset);
        Assert.Contains("UTF-8", found.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"items\":{\"zones/#\":{\"disks\":[{\"a\":1}]}}}")]
    [InlineData("{\"items\":{\"zones/a\":{\"di#ks\":[{\"a\":1}]}}}")]
    [InlineData("{\"items\":{},\"ne#tPageToken\":\"t\"}")]
    [InlineData("{\"items\":{},\"nextPageToken\":\"\\ud800\"}")]
    [InlineData("{\"items\":{\"zones/\\ud800\":{\"disks\":[]}}}")]
    public async Task ReadAsync_TextAroundItemsIsNotText_IsMalformed(string body)
    {
        // A broken name must not pass for one of no interest: the items or pages behind it would be missing silently.
        var bytes = Encoding.UTF8.GetBytes(body).Select(letter => letter == '#' ? (byte)0xFF : letter).ToArray();
        foreach (var chunk in new[] { 1, 7, int.MaxValue })
        {
            var found = await ReadItems.FromAsync("items.*.disks", new CutStream(bytes, chunk));
            Assert.Contains("not valid text", found.Failure?.Message, StringComparison.Ordinal);
            Assert.False(found.Failure!.IsTruncated);
        }
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public async Task ReadAsync_Nesting_IsBounded(int depth, bool fits)
    {
        // Two levels are the answer's own.
        var item = new string('[', depth - 2) + new string(']', depth - 2);
        var found = await ReadItems.FromAsync("items", $$"""{"items":[{{item}},1]}""", 9);
        Assert.Null(found.Failure);
        Assert.Equal(fits ? [item, "1"] : ["1"], found.Items);
        Assert.Equal(fits ? [] : [((long)item.Length, "")], found.Skipped);
    }

    [Fact]
    public async Task ReadAsync_NestingBesideTheItems_IsMalformed()
    {
        var found = await ReadItems.FromAsync("items", $$"""{"items":[1],"x":{{new string('[', 100)}}{{new string(']', 100)}}}""", 9);
        Assert.Contains("depth", found.Failure?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public async Task ReadAsync_ItemOverTheBound_IsSkippedAndNamed(int chunk)
    {
        var big = $$"""{"x":{"name":"inner"},"name":"big\"1","y":"{{new string('y', 5000)}}}]\\\"","z":[{"name":2}]}""";
        var found = await ReadItems.FromAsync("items", $$"""{"items":[{"name":"a"},{{big}},{"name":"c"}],"nextPageToken":"t"}""", chunk, options => options.MaxItemBytes = 2000);
        Assert.Null(found.Failure);
        Assert.Equal(["{\"name\":\"a\"}", "{\"name\":\"c\"}"], found.Items);
        Assert.Equal([(big.Length, "big\"1")], found.Skipped);
        Assert.Equal("t", found.NextPageToken);
    }

    [Theory]
    [InlineData(3000)]
    [InlineData(300_000)]
    [InlineData(1_000_000)]
    public async Task ReadAsync_OversizedItemsInScopes_AreSkippedAlone(int size)
    {
        var big = $$"""{"name":"big","y":"{{new string('y', size)}}"}""";
        var found = await ReadItems.FromAsync(
            "items/*/d", """{"items":{"a":{"d":[BIG,1]},"b":{"d":[2,BIG]},"c":{"d":[BIG],"warning":3}}}""".Replace("BIG", big, StringComparison.Ordinal), 4096, options => options.MaxItemBytes = 2000);
        Assert.Null(found.Failure);
        Assert.Equal(["1", "2"], found.Items);
        Assert.Equal(["a", "b"], found.Scopes);
        Assert.Equal(["c:0:3"], found.Notices);
        Assert.Equal([(big.Length, "big"), (big.Length, "big"), (big.Length, "big")], found.Skipped);
    }

    [Fact]
    public async Task ReadAsync_CutInASkippedItem_IsTruncated()
    {
        var found = await ReadItems.FromAsync("items", $$"""{"items":[{"y":"{{new string('y', 100_000)}}""", 4096, options => options.MaxItemBytes = 2000);
        Assert.True(found.Failure?.IsTruncated);
        Assert.Equal(100_016, found.Failure!.ByteOffset);
    }

    [Fact]
    public async Task ReadAsync_MemoryRefused_SkipsTheItem()
    {
        var asked = 0L;
        var body = $$"""{"items":[{"name":"big","y":"{{new string('y', 200_000)}}"},{"name":"c"}]}""";
        var found = await ReadItems.FromAsync("items", body, 4096, options => options.TryReserve = bytes =>
        {
            asked += bytes;
            return false;
        });
        Assert.Equal(["{\"name\":\"c\"}"], found.Items);
        Assert.Equal("big", Assert.Single(found.Skipped).Name);
        Assert.True(asked > 0);
    }

    [Fact]
    public async Task BufferBytes_LargeItem_GrowsAndShrinksBelow85000()
    {
        long reserved = 0;
        var most = 0;
        var reader = new JsonItemReader(new JsonListShape("items"), new JsonItemReaderOptions
        {
            TryReserve = bytes => (reserved += bytes) > 0,
            Release = bytes => reserved -= bytes,
        });
        var body = $$"""{"items":["{{new string('a', 1_000_000)}}","b","c"]}""";
        reader.Begin(new CutStream(Encoding.UTF8.GetBytes(body), int.MaxValue));
        Assert.Equal(0, reader.BufferBytes); // one whose turn has not come holds nothing
        while (await reader.ReadAsync(TestContext.Current.CancellationToken) != JsonStep.End)
        {
            most = Math.Max(most, reader.BufferBytes);
        }

        Assert.InRange(most, 1_000_000, 2_200_000);
        Assert.True(reader.BufferBytes < 85_000);
        Assert.Equal(0, reserved);
    }

    [Fact]
    public async Task ReadAsync_LongStringInSmallPieces_IsNotQuadratic()
    {
        // 8 MB in pieces of 100 bytes: looked at again for every piece, this would take hours.
        var body = Encoding.UTF8.GetBytes($$"""{"x":"{{new string('x', 8_000_000)}}","items":["{{new string('a', 8_000_000)}}"]}""");
        var read = ReadItems.FromAsync("items", new CutStream(body, 100));
        Assert.Same(read, await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)));
        Assert.Equal(8_000_002, Assert.Single((await read).Items).Length);
    }

    [Fact]
    public async Task ReadAsync_LargeAnswer_AllocatesNothingPerItem()
    {
        // A debug build allocates a state machine per read of 64 KiB; per item there is nothing in either build.
        var body = Encoding.UTF8.GetBytes($$"""{"items":[{{string.Join(",", Enumerable.Repeat("{\"name\":\"n\",\"x\":[1,2,{}]}", 20_000))}}]}""");
        var reader = new JsonItemReader(new JsonListShape("items") { Fields = ["name"] });
        var stream = new CutStream(body, int.MaxValue);
        await CountAsync(reader, stream);
        var allocation = new LeastAllocation();
        while (allocation.GoOn())
        {
            stream.Rewind();
            Assert.Equal(20_000, await CountAsync(reader, stream));
        }

        Assert.InRange(allocation.Bytes, 0, 8_000);
    }

    [Theory]
    [InlineData("""{"items":[{"a":[1,true],"b":{}}]}""", true)]
    [InlineData("""{"items":[ {"a":[],"b":[{},"x"]} ]}""", true)]
    [InlineData("""{"items":[{"a": 1}]}""", false)]
    [InlineData("""{"items":[{"a" :1}]}""", false)]
    [InlineData("""{"items":[{ "a":1}]}""", false)]
    [InlineData("""{"items":[{"a":1 }]}""", false)]
    [InlineData("""{"items":[{"a":1, "b":2}]}""", false)]
    [InlineData("""{"items":[{"a":1 ,"b":2}]}""", false)]
    [InlineData("""{"items":[{"a":[1 ]}]}""", false)]
    [InlineData("""{"items":[{"a":[ ]}]}""", false)]
    public async Task IsCompact_WhiteSpaceBetweenTokens_IsSeen(string body, bool compact)
    {
        foreach (var chunk in new[] { 1, 3, int.MaxValue })
        {
            var reader = new JsonItemReader(new JsonListShape("items"));
            reader.Begin(new CutStream(Encoding.UTF8.GetBytes(body), chunk));
            Assert.Equal(JsonStep.Item, await reader.ReadAsync(TestContext.Current.CancellationToken));
            Assert.True(compact == reader.IsCompact, $"{body} in chunks of {chunk}");
        }
    }

    [Fact]
    public async Task IsCompact_Notice_IsSaidOfItemsAlone()
    {
        var reader = new JsonItemReader(new JsonListShape("items") { Notices = ["warning"] });
        reader.Begin(new MemoryStream("""{"warning":{"a":1},"items":[{"a":1}]}"""u8.ToArray()));
        var found = new List<(JsonStep, bool)>();
        for (var step = await reader.ReadAsync(TestContext.Current.CancellationToken); step != JsonStep.End; step = await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            found.Add((step, reader.IsCompact));
        }

        Assert.Equal([(JsonStep.Notice, false), (JsonStep.Item, true)], found);
    }

    [Fact]
    public async Task GetField_TextNumberAndOthers_AreWhatTheyAre()
    {
        var reader = new JsonItemReader(new JsonListShape("items") { Fields = ["name", "id", "gone", "list", "esc"] });
        reader.Begin(new CutStream("""{"items":[{"x":{"name":"no"},"id":12,"name":"yes","list":["no"],"\u0065sc":"a\u0062"},{}]}"""u8.ToArray(), 2));
        await reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("yes|12|||ab", string.Join("|", Enumerable.Range(0, 5).Select(index => reader.GetField(index).ToString())));
        Assert.Equal([true, true, false, false, true], Enumerable.Range(0, 5).Select(index => reader.GetField(index).IsPresent));
        await reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.All(Enumerable.Range(0, 5), index => Assert.False(reader.GetField(index).IsPresent));
    }

    [Theory]
    [InlineData(true, int.MaxValue)]
    [InlineData(false, int.MaxValue)]
    [InlineData(false, 4096)]
    public async Task GetField_PropertyTwice_IsTheFirst(bool scan, int mostBytes)
    {
        var big = mostBytes == int.MaxValue ? "" : new string('x', 100_000);
        var options = new JsonItemReaderOptions { ScanItems = scan, MaxItemBytes = Math.Min(mostBytes, JsonItemReaderOptions.DefaultMaxItemBytes) };
        var reader = new JsonItemReader(new JsonListShape("items") { Fields = ["name", "id"] }, options);
        reader.Begin(new CutStream(Encoding.UTF8.GetBytes($$"""{"items":[{"name":"first","id":{},"x":"{{big}}","name":"second","id":"third"}]}"""), 1000));
        Assert.Equal(mostBytes == int.MaxValue ? JsonStep.Item : JsonStep.SkippedItem, await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("first", ""), (reader.GetField(0).ToString(), reader.GetField(1).ToString()));
    }

    [Fact]
    public async Task GetField_MoreOrLongerNamesThanTheScanLooksFor_AreRead()
    {
        var many = Enumerable.Range(0, 70).Select(i => $"field{i}").Append(new string('n', 100)).ToArray();
        var reader = new JsonItemReader(new JsonListShape("items") { Fields = many });
        var item = string.Join(',', many.Select((name, i) => $"\"{name}\":{i}"));
        reader.Begin(new CutStream(Encoding.UTF8.GetBytes($$"""{"items":[{{{item}}}]}"""), 50));
        Assert.Equal(JsonStep.Item, await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(many.Select((_, i) => $"{i}"), many.Select((_, i) => reader.GetField(i).ToString()));
    }

    [Fact]
    public async Task Begin_AfterAFailure_ReadsTheNextBody()
    {
        var reader = new JsonItemReader(new JsonListShape("items/*/d") { Fields = ["name"], Notices = ["warning"] });
        Assert.NotNull((await ReadItems.FromAsync(reader, new CutStream("""{"items":{"a":{"d":[{"""u8.ToArray(), 4))).Failure);
        var found = await ReadItems.FromAsync(reader, new CutStream("""{"items":{"b":{"d":[{}]}}}"""u8.ToArray(), 4));
        Assert.Equal(("{}", "b"), (Assert.Single(found.Items), found.Scopes[0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a//b")]
    [InlineData("items/*")]
    [InlineData("a/*/b/*/c")]
    public void JsonListShape_PathThatCannotBe_Throws(string path) => Assert.ThrowsAny<ArgumentException>(() => new JsonListShape(path));

    private static async Task<int> CountAsync(JsonItemReader reader, Stream body)
    {
        var count = 0;
        reader.Begin(body);
        while (await reader.ReadAsync() != JsonStep.End)
        {
            count++;
        }

        return count;
    }
}
