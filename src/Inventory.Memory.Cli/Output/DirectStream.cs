namespace Inventory.Memory.Cli.Output;

/// <summary>
/// Writes a file on the calling thread. A file's own asynchronous write hands every 64 KB to another thread, which
/// costs more than the write, and 27 bytes a resource.
/// </summary>
/// <param name="file">What is written.</param>
/// <param name="canRewind">Whether it is a file of our own, that may be read and cut back.</param>
internal sealed class DirectStream(FileStream file, bool canRewind) : Stream
{
    public override bool CanRead => canRewind && file.CanRead;

    public override bool CanSeek => canRewind && file.CanSeek;

    public override bool CanWrite => true;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        file.Write(buffer.Span);
        return default;
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        file.Flush();
        return Task.CompletedTask;
    }

    public override void Write(byte[] buffer, int offset, int count) => file.Write(buffer, offset, count);

    public override void Flush() => file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => file.Read(buffer);

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void SetLength(long value) => file.SetLength(value);
}
