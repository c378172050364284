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
    public void Return_ManyBuffers_KeepsOneForEachLevel()
    {
        var before = UseAtOnce(Many);

        var after = UseAtOnce(Many);

        // More would be found again if more were kept; the rest is new.
        Assert.Equal(ResourceCursor.MaxDepth, after.Intersect(before, ReferenceEqualityComparer.Instance).Count());
        Assert.All(after, array => Assert.Equal(ReadBuffer.BaseBytes, array.Length));
    }

    [Fact]
    public void Return_BuffersThatHaveGrown_KeepsTheirBases()
    {
        var before = UseAtOnce(Many, Grow);

        Assert.All(before, array => Assert.Equal(2 * ReadBuffer.BaseBytes, array.Length));
        Assert.All(UseAtOnce(Many), array => Assert.Equal(ReadBuffer.BaseBytes, array.Length));
    }

    [Fact]
    public void Return_Twice_KeepsTheBufferOnce()
    {
        var buffer = new ReadBuffer(null, null);
        ArrayOf(buffer);
        buffer.Return();
        buffer.Return();

        var arrays = UseAtOnce(Many);

        Assert.Equal(Many, arrays.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    /// <summary>Readers that all hold a buffer at the same time, and then give it back.</summary>
    private static IReadOnlyList<byte[]> UseAtOnce(int count, Action<ReadBuffer>? use = null)
    {
        List<ReadBuffer> buffers = [.. Enumerable.Range(0, count).Select(_ => new ReadBuffer(null, null))];
        List<byte[]> arrays = [];
        foreach (var buffer in buffers)
        {
            use?.Invoke(buffer);
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
    private static void Grow(ReadBuffer buffer)
    {
        using var body = new MemoryStream(new byte[2 * ReadBuffer.BaseBytes]);
        while (buffer.HeldBytes <= ReadBuffer.BaseBytes)
        {
            Assert.True(buffer.TryMakeRoom(1024 * 1024));
            Assert.True(buffer.FillAsync(body, TestContext.Current.CancellationToken).IsCompletedSuccessfully);
        }
    }
}
