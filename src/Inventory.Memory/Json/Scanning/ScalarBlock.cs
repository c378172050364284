using System.Runtime.CompilerServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>A block byte by byte: for processors without vectors, and what tests compare the others with.</summary>
internal readonly struct ScalarBlock(ScalarBlock.Buffer bytes) : IByteBlock<ScalarBlock>
{
    private readonly Buffer _bytes = bytes;

    public static bool CanLook => true;

    public ulong Rare => Equal((byte)'\\') | AtMost(0x1F) | ~AtMost(0x7F);

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

    public ScalarBlock Look(ScalarBlock lower, ScalarBlock upper)
    {
        var found = default(Buffer);
        for (var i = 0; i < BlockMasks.Bytes; i++)
        {
            found[i] = (byte)(lower._bytes[_bytes[i] & 0x0F] & upper._bytes[_bytes[i] >> 4]);
        }

        return new ScalarBlock(found);
    }

    public ulong Common(ScalarBlock other)
    {
        var found = 0UL;
        for (var i = 0; i < BlockMasks.Bytes; i++)
        {
            found |= (_bytes[i] & other._bytes[i]) != 0 ? 1UL << i : 0;
        }

        return found;
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
