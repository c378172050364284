namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>An answer that is one resource, read as a list of one: with brackets around it.</summary>
internal sealed class SingleBody(Stream inner) : Stream
{
    private static readonly byte[] s_before = [.. """{"items":["""u8];
    private static readonly byte[] s_after = [.. "]}"u8];

    private int _before;
    private int _after;
    private bool _innerEnded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_before < s_before.Length)
        {
            return Copy(s_before, ref _before, buffer);
        }

        if (!_innerEnded)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read > 0)
            {
                return read;
            }

            _innerEnded = true;
        }

        return Copy(s_after, ref _after, buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static int Copy(byte[] source, ref int position, Memory<byte> buffer)
    {
        var count = Math.Min(source.Length - position, buffer.Length);
        source.AsMemory(position, count).CopyTo(buffer);
        position += count;
        return count;
    }
}
