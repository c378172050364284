using System.Runtime.InteropServices;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests.Json;

/// <summary>Buffers that nobody uses are kept for the next reader of the process: a few, of one size.</summary>
[Collection(Alone.Name)]
public sealed class ReadBufferTests
{
    private const int Many = 5 * ResourceCursor.MaxDepth;

    [Fact]
    public async Task Return_ManyBuffers_KeepsOneForEachLevel()
    {
        var before = await UseAtOnceAsync(Many);

        var after = await UseAtOnceAsync(Many);

        // More would be found again if more were kept; the rest is new.
        Assert.Equal(ResourceCursor.MaxDepth, after.Intersect(before, ReferenceEqualityComparer.Instance).Count());
        Assert.All(after, array => Assert.Equal(ReadBuffer.BaseBytes, array.Length));
    }

    [Fact]
    public async Task Return_BuffersThatHaveGrown_KeepsTheirBases()
    {
        var before = await UseAtOnceAsync(Many, GrowAsync);

        Assert.All(before, array => Assert.Equal(2 * ReadBuffer.BaseBytes, array.Length));
        Assert.All(await UseAtOnceAsync(Many), array => Assert.Equal(ReadBuffer.BaseBytes, array.Length));
    }

    [Fact]
    public async Task Return_Twice_KeepsTheBufferOnce()
    {
        var buffer = new ReadBuffer(null, null);
        ArrayOf(buffer);
        buffer.Return();
        buffer.Return();

        var arrays = await UseAtOnceAsync(Many);

        Assert.Equal(Many, arrays.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    /// <summary>Readers that all hold a buffer at the same time, and then give it back.</summary>
    private static async Task<IReadOnlyList<byte[]>> UseAtOnceAsync(int count, Func<ReadBuffer, Task>? use = null)
    {
        List<ReadBuffer> buffers = [.. Enumerable.Range(0, count).Select(_ => new ReadBuffer(null, null))];
        List<byte[]> arrays = [];
        foreach (var buffer in buffers)
        {
            await (use?.Invoke(buffer) ?? Task.CompletedTask);
            arrays.Add(ArrayOf(buffer));
        }

        buffers.ForEach(buffer => buffer.Return());
        return arrays;
    }

    private static byte[] ArrayOf(ReadBuffer buffer)
    {
        Assert.True(MemoryMarshal.TryGetArray(buffer.Slice(0, 0), out var segment));
        return segment.Array!;
    }

    /// <summary>Fills it with one value that does not fit.</summary>
    private static async Task GrowAsync(ReadBuffer buffer)
    {
        using var body = new MemoryStream(new byte[2 * ReadBuffer.BaseBytes]);
        while (buffer.HeldBytes <= ReadBuffer.BaseBytes)
        {
            Assert.True(buffer.TryMakeRoom(1024 * 1024));
            await buffer.FillAsync(body, TestContext.Current.CancellationToken);
        }
    }
}
