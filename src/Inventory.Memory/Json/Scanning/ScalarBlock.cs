using System.Runtime.CompilerServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>A block byte by byte: for processors without vectors, and what tests compare the others with.</summary>
internal readonly struct ScalarBlock(ScalarBlock.Buffer bytes) : IByteBlock<ScalarBlock>
{
    private readonly Buffer _bytes = bytes;

    public ulong TopBits => ~AtMost(0x7F);

    public static ScalarBlock Load(ref readonly byte first) => new(Unsafe.ReadUnaligned<Buffer>(in first));

    public ulong Equal(byte value) => EqualWith(0, value);

    public ulong EqualWith(byte bits, byte value)
    {
        var found = 0UL;
        for (var i = 0; i < BlockMasks.Bytes; i++)
        {
            found |= (_bytes[i] | bits) == value ? 1UL << i : 0;
        }

        return found;
    }

    public ScalarBlock AddRare(ScalarBlock sum)
    {
        var found = sum._bytes;
        for (var i = 0; i < BlockMasks.Bytes; i++)
        {
            found[i] |= _bytes[i] is < (byte)' ' or (byte)'\\' or > 0x7F ? (byte)0x80 : (byte)0;
        }

        return new ScalarBlock(found);
    }

    public ulong AtMost(byte value)
    {
        var found = 0UL;
        for (var i = 0; i < BlockMasks.Bytes; i++)
        {
            found |= _bytes[i] <= value ? 1UL << i : 0;
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
