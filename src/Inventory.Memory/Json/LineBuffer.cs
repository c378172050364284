using System.Buffers;

namespace Inventory.Memory.Json;

/// <summary>
/// Output that has not been flushed: one array of 80 KiB, larger only while what goes with a resource is larger, its name
/// or a copy of at most 64 KiB that its change has made longer.
/// </summary>
internal sealed class LineBuffer : IBufferWriter<byte>
{
    private readonly byte[] _base = ReadBuffer.AllocateBase();
    private byte[] _bytes;

    public LineBuffer() => _bytes = _base;

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Count);

    public void Clear()
    {
        Count = 0;
        _bytes = _base;
    }

    /// <summary>Takes back what was written behind there.</summary>
    public void CutTo(int count) => Count = count;

    /// <summary>Makes one line of the JSON from there on: in valid JSON, line breaks stand between tokens alone.</summary>
    public void JoinLines(int from) => JsonText.JoinLines(_bytes.AsSpan(from, Count - from));

    public void Advance(int count) => Count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(Count);
    }

    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        MakeRoom(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Count));
        Count += bytes.Length;
    }

    private void MakeRoom(int count)
    {
        if (_bytes.Length - Count < count)
        {
            // What is missing and the end of the line, not twice as much: a large record must not cost double.
            Array.Resize(ref _bytes, checked(Count + count + ReadBuffer.BaseBytes));
        }
    }
}
