using Inventory.Memory.Checkpoints;

namespace Inventory.Memory.Reliability.Kills;

/// <summary>A checkpoint that is kept in memory.</summary>
internal sealed class KeptCheckpoint : ICheckpointStore
{
    public byte[]? Current { get; set; }

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken = default) => new(Current is null ? (ReadOnlyMemory<byte>?)null : Current);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> checkpoint, bool durable, CancellationToken cancellationToken = default)
    {
        Current = checkpoint.ToArray();
        return default;
    }

    public ValueTask DeleteAsync(CancellationToken cancellationToken = default)
    {
        Current = null;
        return default;
    }
}
