namespace Inventory.Memory.Checkpoints;

/// <summary>Keeps one checkpoint: opaque bytes that replace each other whole. <see cref="FileCheckpointStore"/> keeps it in a file.</summary>
/// <remarks>A run calls one method at a time.</remarks>
public interface ICheckpointStore
{
    /// <summary>Reads what was written last; null where there is nothing.</summary>
    /// <param name="cancellationToken">To be obeyed.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces what is there. After a crash at any moment, the old or the new is there, never half of one.</summary>
    /// <param name="checkpoint">Valid until the call has ended.</param>
    /// <param name="durable">Whether it must have reached the disk when the call ends, so that it outlives a loss of power.</param>
    /// <param name="cancellationToken">To be obeyed, and then the old is there.</param>
    /// <exception cref="IOException">It cannot be written; the old is still there.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> checkpoint, bool durable, CancellationToken cancellationToken = default);

    /// <summary>Removes what is there, if anything.</summary>
    /// <param name="cancellationToken">To be obeyed.</param>
    /// <exception cref="IOException">It cannot be removed.</exception>
    ValueTask DeleteAsync(CancellationToken cancellationToken = default);
}
