using System.Runtime.CompilerServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>A block byte by byte: for processors without vectors, and what tests compare the others with.</summary>
internal readonly struct ScalarBlock(ScalarBlock.Buffer bytes) : IByteBlock<ScalarBlock>
{
    public bool HasNonAscii => AtMost(0x7F) != ulong.MaxValue;

    public bool HasBackslashOrControl => (Equal((byte)'\\') | AtMost(0x1F)) != 0;

    public static ScalarBlock Load(ref readonly byte first) => new(Unsafe.ReadUnaligned<Buffer>(in first));

    public ulong Equal(byte value) => Find(value, static (candidate, wanted) => candidate == wanted);

    public ulong EqualWithBit5(byte value) => Find(value, static (candidate, wanted) => (candidate | 0x20) == wanted);

    public ulong AtMost(byte value) => Find(value, static (candidate, most) => candidate <= most);

    private ulong Find(byte value, Func<byte, byte, bool> matches)
    {
        var found = 0UL;
        for (var i = 0; i < BlockMasks.Bytes; i++)
        {
            found |= matches(bytes[i], value) ? 1UL << i : 0;
        }

        return found;
    }

    /// <summary>Sixty-four bytes in place.</summary>
    [InlineArray(BlockMasks.Bytes)]
    internal struct Buffer
    {
        private byte _first;
    }
}
