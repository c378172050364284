using Inventory.Memory.Checkpoints;

namespace Inventory.Memory.Tests.Checkpoints;

/// <summary>Keeps the checkpoint in memory, and every one that was ever written.</summary>
internal sealed class MemoryCheckpointStore : ICheckpointStore
{
    public List<byte[]> Written { get; } = [];

    public byte[]? Current { get; set; }

    public bool LastWasDurable { get; private set; }

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken = default) =>
        new(Current is null ? (ReadOnlyMemory<byte>?)null : Current.AsMemory());

    public ValueTask WriteAsync(ReadOnlyMemory<byte> checkpoint, bool durable, CancellationToken cancellationToken = default)
    {
        Current = checkpoint.ToArray();
        Written.Add(Current);
        LastWasDurable = durable;
        return default;
    }

    public ValueTask DeleteAsync(CancellationToken cancellationToken = default)
    {
        Current = null;
        return default;
    }
}
