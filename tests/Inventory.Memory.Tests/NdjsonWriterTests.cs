using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests;

public sealed class NdjsonWriterTests
{
    [Fact]
    public async Task Write_Resource_IsAnAssetWithItsDataAsSent()
    {
        var lines = await WriteAsync(item =>
        {
            item.SetName("//test.example/things/ä\"1");
            item.AssetType = "test.example/Thing";
            item.Version = "v1";
            item.DiscoveryName = "Thing";
            item.Parent = "//parent";
            item.Location = "here";
            item.Json = "{ \"n\": 1.50, \"s\" : \"a \\\" \\u00e9 b\",\n \"e\": { }, \"l\":[ 1,\t2 ] }"u8.ToArray();
        });
        Assert.Equal(
            """{"name":"//test.example/things/ä\"1","assetType":"test.example/Thing","resource":{"version":"v1","discoveryName":"Thing","parent":"//parent","location":"here","data":{"n":1.50,"s":"a \" \u00e9 b","e":{},"l":[1,2]}}}""",
            Assert.Single(lines));
    }

    /// <summary>In the buffer, and in pieces: a record stays one line whatever the answer's form.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(20_000)]
    public async Task Write_TransformThatKeepsLineBreaks_IsOneLine(int members)
    {
        var json = "{\r\n" + string.Join(",\n", Enumerable.Range(0, members).Select(i => $"  \"p{i}\": \"a\\nb\"")) + "\n}";
        using var stream = new MemoryStream();
        await using (var writer = new NdjsonWriter(stream, (text, output) => output.Write(text)))
        {
            await WriteAsync(writer, 2, item =>
            {
                item.SetName("//a/b");
                item.Json = Encoding.UTF8.GetBytes(json);
            });
        }

        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Equal("a\nb", JsonDocument.Parse(line).RootElement.GetProperty("resource").GetProperty("data").GetProperty("p9").GetString()));
    }

    [Fact]
    public async Task Write_OptionalPartsMissing_LeavesThemOut()
    {
        var lines = await WriteAsync(item =>
        {
            item.SetName("//a/"u8.ToArray(), "b\u00e9\\"u8.ToArray());
            item.AssetType = "t";
            item.Json = "{}"u8.ToArray();
        });
        Assert.Equal("""{"name":"//a/bé\\","assetType":"t","resource":{"data":{}}}""", Assert.Single(lines));
    }

    [Fact]
    public async Task Write_ResourcesOfChangingParts_EachHasItsOwn()
    {
        // What is the same as in the line before is not made again: each part in turn is changed, left out and put back.
        var parts = new (string Type, string? Version, string? Discovery, string? Parent, string? Location)[]
        {
            ("t", "v", "d", "p", "l"), ("t", "v", "d", "p", "l2"), ("t", "v", "d", "p", null), ("t2", "v", "d", "p", null), ("t2", null, "d", "p", null),
            ("t2", null, "d2", "p", null), ("t2", null, "d2", "p\"2", null), ("t", "v", "d", "p", "l"), ("t", "v", "d", "p", "l"),
        };
        using var stream = new MemoryStream();
        await using (var writer = new NdjsonWriter(stream))
        {
            var next = 0;
            await WriteAsync(writer, parts.Length, item =>
            {
                (item.AssetType, item.Version, item.DiscoveryName, item.Parent, item.Location) = parts[next++];
                item.Json = "{}"u8.ToArray();
            });
        }

        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(parts, lines.Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            var resource = json.RootElement.GetProperty("resource");
            string? Text(string name) => resource.TryGetProperty(name, out var value) ? value.GetString() : null;
            return (json.RootElement.GetProperty("assetType").GetString()!, Text("version"), Text("discoveryName"), Text("parent"), Text("location"));
        }));
    }

    [Fact]
    public async Task Write_Error_HasEveryProperty()
    {
        var lines = await WriteAsync(item => item.Report(new ScopeNotice { Reason = "UNREACHABLE", Message = "down \u001b[31m", Location = "z" }));
        Assert.Equal(
            """{"error":{"project":null,"assetType":"test/Raw","location":"z","state":"partial","reason":"UNREACHABLE","message":"down \u001B[31m","httpStatus":null,"attempts":1}}""",
            Assert.Single(lines));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_RecordsLargerThanTheBuffer_AreWholeLinesInPieces(bool isCompact)
    {
        var big = Encoding.UTF8.GetBytes("{\"x\":\"" + new string('x', 300_000) + "\"}");
        using var stream = new PieceStream();
        await WriteAsync(stream, 20, item => (item.Json, item.IsCompact) = (big, isCompact));
        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(20, lines.Length);
        Assert.All(lines, line => Assert.EndsWith($"\"data\":{Encoding.UTF8.GetString(big)}}}}}", line, StringComparison.Ordinal));
        Assert.InRange(stream.Largest, 1, ReadBuffer.BaseBytes);
    }

    /// <summary>A changed copy of 12 MiB is never there whole, whatever the change does to its length.</summary>
    [Theory]
    [InlineData("", 1)]
    [InlineData("abc", 1)]
    [InlineData("abcdefghi", 70_000)]
    public async Task Write_LargeResourceThatIsChanged_IsCopiedStretchByStretch(string each, int hint)
    {
        var big = Encoding.UTF8.GetBytes("{\"n\":[" + string.Join(",", Enumerable.Range(0, 1_000_000)) + "]}");
        var expected = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $"{each}{i};")));
        using var stream = new PieceStream { Capacity = expected.Length + 4096 };
        var writer = new NdjsonWriter(stream, Change);
        var item = new ResourceItem { Json = big, AssetType = "test/Raw" };
        item.SetName("//test.example/0");
        var record = new InventoryRecord(item);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var writing = writer.WriteAsync(record, TestContext.Current.CancellationToken);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.True(writing.IsCompleted, "it went on on another thread");
        await writing;
        await writer.FlushAsync(TestContext.Current.CancellationToken);

        var written = stream.ToArray();
        var data = written.AsSpan(written.AsSpan().IndexOf("\"data\":"u8) + 7);
        Assert.True(data[..^3].SequenceEqual(expected), "the copy is not what the change makes of it");
        Assert.Equal(writer.BytesFlushed, written.Length);
        Assert.InRange(stream.Largest, 1, ReadBuffer.BaseBytes);
        Assert.InRange(allocated, 0, 4_000_000);

        void Change(ReadOnlySpan<byte> json, System.Buffers.IBufferWriter<byte> output)
        {
            for (var at = 6; at < json.Length - 1;)
            {
                var length = json[at..].IndexOfAny((byte)',', (byte)']');
                var needed = each.Length + length + 1;
                var target = output.GetSpan(Math.Max(needed, hint));
                Encoding.UTF8.GetBytes(each, target);
                json.Slice(at, length).CopyTo(target[each.Length..]);
                target[needed - 1] = (byte)';';
                output.Advance(needed);
                at += length + 1;
            }
        }
    }

    /// <summary>What cannot be copied leaves nothing of itself, and what was written before stays.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(1_000_000)]
    public async Task Write_ChangeThatThrows_LeavesTheRecordsBefore(int length)
    {
        using var stream = new MemoryStream();
        var writer = new NdjsonWriter(stream, (json, output) =>
        {
            System.Buffers.BuffersExtensions.Write(output, json[..^1]);
            if (json.Contains((byte)'!'))
            {
                throw new JsonException("not JSON");
            }

            System.Buffers.BuffersExtensions.Write(output, json[^1..]);
        });
        var next = 0;
        await Assert.ThrowsAsync<JsonException>(() => WriteAsync(
            writer, 2, item => item.Json = Encoding.UTF8.GetBytes(next++ == 0 ? "{\"good\":1}" : "{\"x\":\"" + new string('x', length) + "!\"}")));
        await writer.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("{\"name\":\"//test.example/0\",\"assetType\":\"test/Raw\",\"resource\":{\"data\":{\"good\":1}}}\n", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public async Task Write_ResourceOfTwoLinesThatIsSaidToBeCompact_IsOneLine()
    {
        var lines = await WriteAsync(item =>
        {
            item.Json = "{\"a\":\n1}"u8.ToArray();
            item.IsCompact = true;
        });
        Assert.EndsWith("""{"a":1}}}""", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_StreamFails_CountsWhatItTook()
    {
        using var stream = new FullAfterStream(200_000);
        var writer = new NdjsonWriter(stream);
        await Assert.ThrowsAsync<IOException>(async () => await WriteAsync(writer, 10_000, item => item.Json = "{\"a\":1}"u8.ToArray()));
        Assert.Equal(stream.Taken, writer.BytesFlushed);
        Assert.InRange(writer.BytesFlushed, 100_000, 200_000);
    }

    [Fact]
    public void Compact_AnyJson_KeepsEveryToken() => JsonGenerator.Pretty.Sample(json =>
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var output = new LineBuffer();
        JsonCompactor.Write(bytes, output);
        var compact = Encoding.UTF8.GetString(output.Written.Span);
        using var expected = JsonDocument.Parse(bytes);
        using var actual = JsonDocument.Parse(compact);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement));
        var again = new LineBuffer();
        JsonCompactor.Write(output.Written.Span, again);
        Assert.Equal(compact, Encoding.UTF8.GetString(again.Written.Span));
        Assert.DoesNotContain('\n', compact);
    });

    private static async Task<string[]> WriteAsync(Action<ResourceItem> fill)
    {
        using var stream = new MemoryStream();
        await WriteAsync(stream, 1, fill);
        return Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task WriteAsync(Stream stream, int count, Action<ResourceItem> fill)
    {
        await using var writer = new NdjsonWriter(stream);
        await WriteAsync(writer, count, fill);
    }

    private static async Task WriteAsync(NdjsonWriter writer, int count, Action<ResourceItem> fill)
    {
        var source = new PagedSource<int>(
            "test.raw",
            "test/Raw",
            (_, _, _, _) => new(new ResourcePage<int> { Items = Enumerable.Range(0, count) }),
            (number, item) =>
            {
                item.SetName($"//test.example/{number}");
                fill(item);
            });
        await foreach (var record in new SequentialCollector().Collect(new CollectionRequest(source)))
        {
            await writer.WriteAsync(record);
        }
    }

    private sealed class PieceStream : MemoryStream
    {
        public int Largest { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Largest = Math.Max(Largest, buffer.Length);
            Write(buffer.Span);
            return default;
        }
    }

    private sealed class FullAfterStream(long capacity) : MemoryStream
    {
        public long Taken { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Taken + buffer.Length > capacity)
            {
                throw new IOException("No space left on device");
            }

            Taken += buffer.Length;
            return default;
        }
    }
}
