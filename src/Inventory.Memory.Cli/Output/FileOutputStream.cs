using Inventory.Memory.Checkpoints;

namespace Inventory.Memory.Cli.Output;

/// <summary>
/// Writes a file on the calling thread. A file's own asynchronous write hands every 64 KB to another thread, which
/// costs more than the write, and 27 bytes a resource.
/// </summary>
/// <param name="file">What is written, from its beginning.</param>
/// <param name="path">What it was opened with.</param>
/// <param name="canRewind">Whether it is a file of our own, that may be read and cut back.</param>
internal sealed class FileOutputStream(FileStream file, string path, bool canRewind) : OutputStream
{
    private readonly string _path = Path.GetFullPath(path);
    private bool _isCut;

    public override bool CanRead => canRewind && file.CanRead;

    public override bool CanSeek => canRewind && file.CanSeek;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    /// <inheritdoc/>
    public override bool IsStillThere => !canRewind || (!_isCut && FileFacts.Of(_path) is { Kind: FileKind.File } found && found.Identity == Identity && found.Length >= file.Position);

    /// <summary>The same for two names of one file; null where the system does not say.</summary>
    public string? Identity { get; } = FileFacts.Of((int)file.SafeFileHandle.DangerousGetHandle()).Identity;

    public override void FlushToDisk() => Disk.Flush(file.SafeFileHandle);

    /// <inheritdoc/>
    public override void TakeBack(long whole)
    {
        if (canRewind && file.Length > whole)
        {
            file.SetLength(whole);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        file.Flush();
        return Task.CompletedTask;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // Afterwards the file is as long again, with zeros where something was.
        _isCut |= canRewind && file.Length < file.Position;
        file.Write(buffer);
    }

    public override void Flush() => file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => file.Read(buffer);

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void SetLength(long value) => file.SetLength(value);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
