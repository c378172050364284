using Inventory.Memory.Checkpoints;

namespace Inventory.Memory.Cli.Output;

/// <summary>
/// The file of <c>--checkpoint</c>. What the run goes on from is what was read when its outputs were open, and so decided
/// whether something may be in them: a checkpoint that vanishes in between does not let a new run write over an old one.
/// </summary>
internal sealed class CheckpointFile : ICheckpointStore
{
    private readonly FileCheckpointStore _store;
    private ReadOnlyMemory<byte>? _found;

    private CheckpointFile(string path) => _store = new FileCheckpointStore(path);

    /// <summary>Whether there was one.</summary>
    public bool Exists { get; private init; }

    /// <summary>Refuses what is no checkpoint and must not be lost, before anything is started or touched.</summary>
    /// <exception cref="CommandFailedException">The path cannot be used.</exception>
    public static void ThrowIfRefused(string? path)
    {
        if (path is null)
        {
            return;
        }

        if (FileFacts.IsStream(path) || FileFacts.Of(path).Kind == FileKind.Folder)
        {
            throw CommandFailedException.Usage($"--checkpoint '{path}' is a folder, a pipe or a device. Give the path of a file.");
        }

        // Before the output is looked at: advice about that would speak of this file as of one that may be removed.
        if (FileFacts.Of(path).Kind == FileKind.File)
        {
            Read(path);
        }
    }

    /// <exception cref="CommandFailedException">It cannot be read.</exception>
    public static CheckpointFile? Open(string? path)
    {
        if (path is null)
        {
            return null;
        }

        var found = Read(path);
        return new CheckpointFile(path) { _found = found, Exists = found is not null };
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken = default)
    {
        var found = _found;
        _found = null;
        return new(found);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> checkpoint, bool durable, CancellationToken cancellationToken = default) =>
        _store.WriteAsync(checkpoint, durable, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(CancellationToken cancellationToken = default) => _store.DeleteAsync(cancellationToken);

    private static ReadOnlyMemory<byte>? Read(string path)
    {
        try
        {
            // The store does not wait: it is done when it returns.
            var found = new FileCheckpointStore(path).ReadAsync().AsTask().GetAwaiter().GetResult();
            return found is null || found.Value.Span.StartsWith("{\"format\":\"inventory-memory-checkpoint\""u8)
                ? found
                : throw CommandFailedException.Usage($"--checkpoint '{path}': It is not a checkpoint, and was not touched. Name another file for the checkpoint.");
        }
        catch (IOException failure)
        {
            throw new CommandFailedException(ExitCode.Failed, $"The checkpoint '{path}' cannot be read: {FileProblem.Explain(failure)}", failure);
        }
    }
}
