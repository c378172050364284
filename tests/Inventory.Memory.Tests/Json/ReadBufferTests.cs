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
        await UseAtOnceAsync(Many, async buffer =>
        {
            await GrowAsync(buffer);
            Assert.Equal(2 * ReadBuffer.BaseBytes, buffer.HeldBytes);
            buffer.Reset();
        });

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

    /// <summary>
    /// The runtime's collector ends the process where a large array meets its hard limit (docs/memory.md): none is made.
    /// </summary>
    [Fact]
    public async Task Grow_To16MiB_TakesNothingOfTheManagedHeap()
    {
        var largest = 0L;
        var buffer = new ReadBuffer(bytes => (largest += bytes) > 0, bytes => largest -= bytes);
        using var body = new RepeatedByteStream();
        await GrowAsync(buffer, body, 2 * ReadBuffer.BaseBytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        await GrowAsync(buffer, body, 16 << 20);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        Assert.Equal((16 << 20) + ReadBuffer.MaxReadBytes, buffer.HeldBytes);
        Assert.Equal(SystemMemory.GrowsInPlace ? buffer.HeldBytes : largest, largest); // what is asked for is what is taken
        Assert.InRange(allocated, 0, 200_000); // a debug build makes a state machine for each read
        Assert.Equal(buffer.Count, buffer.Unread.Count((byte)'x'));
        buffer.Reset();
        Assert.Equal(0, largest);
        buffer.Return();
    }

    [Fact]
    public async Task Grow_Refused_StaysAsItIs()
    {
        var buffer = new ReadBuffer(bytes => bytes <= 2 * ReadBuffer.BaseBytes, _ => { });
        using var body = new RepeatedByteStream();
        await GrowAsync(buffer, body, 4 * ReadBuffer.BaseBytes);
        while (buffer.TryMakeRoom(1 << 20))
        {
            await buffer.FillAsync(body, TestContext.Current.CancellationToken);
        }

        Assert.Equal(4 * ReadBuffer.BaseBytes, buffer.Count);
        Assert.Equal(buffer.Count, buffer.Unread.Count((byte)'x'));
        buffer.Return();
    }

    /// <summary>A read that nobody waits for any more still writes: not into memory that has been given back.</summary>
    [Fact]
    public async Task Return_WhileARead_KeepsTheBlockUntilItIsOver()
    {
        var buffer = new ReadBuffer(null, null);
        using var body = new RepeatedByteStream();
        await GrowAsync(buffer, body, 1 << 20);
        var memory = buffer.Slice(0, 1);
        var gate = new TaskCompletionSource();
        body.Gate = gate.Task;
        var reading = buffer.FillAsync(body, TestContext.Current.CancellationToken).AsTask();
        buffer.Return();
        Assert.Equal((byte)'x', memory.Span[0]); // still there
        gate.SetResult();
        await reading;
        Assert.Throws<ObjectDisposedException>(() => { _ = memory.Span[0]; });
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
        using var body = new RepeatedByteStream();
        await GrowAsync(buffer, body, 2 * ReadBuffer.BaseBytes);
    }

    private static async Task GrowAsync(ReadBuffer buffer, Stream body, int bytes)
    {
        while (buffer.HeldBytes < bytes)
        {
            Assert.True(buffer.TryMakeRoom(16 << 20));
            await buffer.FillAsync(body, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Fills whatever it is given, once its gate is open.</summary>
    private sealed class RepeatedByteStream : MemoryStream
    {
        public Task? Gate { get; set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Gate is not null)
            {
                await Gate;
            }

            buffer.Span.Fill((byte)'x');
            return buffer.Length;
        }
    }
}
