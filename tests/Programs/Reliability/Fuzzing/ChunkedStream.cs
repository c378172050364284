namespace Inventory.Memory.Reliability.Fuzzing;

/// <summary>A body that comes in pieces of a size, as from a network.</summary>
internal sealed class ChunkedStream(byte[] body, int chunkBytes) : MemoryStream(body, writable: false)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, chunkBytes)], cancellationToken);
}
