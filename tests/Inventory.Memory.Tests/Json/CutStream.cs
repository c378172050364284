namespace Inventory.Memory.Tests.Json;

/// <summary>A body that comes in pieces of chosen sizes, as a network brings it.</summary>
internal sealed class CutStream(ReadOnlyMemory<byte> body, Func<int> nextSize) : Stream
{
    private int _position;

    public CutStream(ReadOnlyMemory<byte> body, int size)
        : this(body, () => size)
    {
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    /// <summary>Starts again, so that a test of allocations need not make another.</summary>
    public void Rewind() => _position = 0;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Assert.False(buffer.IsEmpty, "a read without room cannot tell the end of the body");
        var count = Math.Min(Math.Min(Math.Max(1, nextSize()), buffer.Length), body.Length - _position);
        body.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return new(count);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
