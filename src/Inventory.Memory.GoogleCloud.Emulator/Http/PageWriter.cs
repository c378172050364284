using System.Buffers;
using System.IO.Pipelines;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Writes a body in large pieces straight into the buffers of a pipe.</summary>
/// <remarks>
/// Kestrel's own blocks are 4 KB, one chunk each: at 64 KiB a page of 2 MB takes 32 chunks and loopback is no longer the
/// slower side. Not safe for several threads.
/// </remarks>
internal sealed class PageWriter(PipeWriter output) : IBufferWriter<byte>
{
    /// <summary>Below 85,000 bytes, so that the buffers stay out of the large object heap.</summary>
    private const int PieceBytes = 64 * 1024;

    /// <summary>What may wait for the socket; bounds the memory of one response.</summary>
    private const int FlushBytes = 256 * 1024;

    private Memory<byte> _memory;
    private int _used;
    private int _pending;

    public bool ShouldFlush => _pending + _used >= FlushBytes;

    public void WriteByte(byte value)
    {
        GetSpan(1)[0] = value;
        _used++;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            // A value may be longer than a piece, so it is cut rather than given a piece of its own.
            var free = GetSpan(1);
            var count = Math.Min(free.Length, bytes.Length);
            bytes[..count].CopyTo(free);
            _used += count;
            bytes = bytes[count..];
        }
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_memory.Length - _used < Math.Max(1, sizeHint))
        {
            Commit();
            _memory = output.GetMemory(Math.Max(PieceBytes, sizeHint));
        }

        return _memory[_used..];
    }

    public void Advance(int count) => _used += count;

    /// <summary>Sends what is written, and waits while the reader is behind.</summary>
    /// <exception cref="OperationCanceledException">The reader has gone.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        Commit();
        _pending = 0;
        var result = await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new OperationCanceledException("The client has closed the connection.");
        }
    }

    private void Commit()
    {
        if (_used > 0)
        {
            output.Advance(_used);
            _pending += _used;
        }

        _memory = default;
        _used = 0;
    }
}
