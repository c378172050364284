using System.Globalization;

namespace Inventory.Memory.Checkpoints;

/// <summary>
/// Keeps a checkpoint in a file, for its owner alone: written to a temporary file beside it, on the disk before it takes
/// the file's name, and the folder on the disk after that.
/// </summary>
/// <remarks>Works on the calling thread: a checkpoint has a few kilobytes. Not for two runs at once.</remarks>
public sealed class FileCheckpointStore : ICheckpointStore
{
    /// <summary>The largest file that is read or written: a run with thousands of types and a full list of gaps has 3 MiB.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private readonly string _target;
    private bool _isTidy;

    /// <summary>Creates the store. Touches nothing.</summary>
    /// <param name="path">
    /// Of the file, or of a link to it. Its folder must exist; beside it, a file of the same name with 16 random digits and
    /// <c>.new</c> is there while a checkpoint is written.
    /// </param>
    public FileCheckpointStore(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
        _target = TemporaryFile.FollowLinks(Path);
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var handle = File.OpenHandle(_target);
            var length = RandomAccess.GetLength(handle);
            ThrowIfTooLarge(length);
            var bytes = new byte[length];
            var read = RandomAccess.Read(handle, bytes, 0);
            return new(bytes.AsMemory(0, read));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return new((ReadOnlyMemory<byte>?)null);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException(denied.Message, denied);
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> checkpoint, bool durable, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfTooLarge(checkpoint.Length);
        try
        {
            if (!_isTidy)
            {
                TemporaryFile.RemoveLeftovers(_target);
                _isTidy = true;
            }

            TemporaryFile.Replace(_target, file => file.Write(checkpoint.Span), durable);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw failure as IOException ?? new IOException(failure.Message, failure);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            File.Delete(_target);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException(denied.Message, denied);
        }

        return default;
    }

    private void ThrowIfTooLarge(long bytes)
    {
        if (bytes > MaxBytes)
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"The checkpoint '{Path}' has {bytes} bytes; at most {MaxBytes} are taken."));
        }
    }
}
