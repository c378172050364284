using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Inventory.Memory.Json.Scanning;

/// <summary>A block in one register of 64 bytes.</summary>
internal readonly struct Block512(Vector512<byte> bytes) : IByteBlock<Block512>
{
    public ulong TopBits => bytes.ExtractMostSignificantBits();

    public static Block512 Load(ref readonly byte first) => new(Vector512.LoadUnsafe(in first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Equal(byte value) => Vector512.Equals(bytes, Vector512.Create(value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong EqualWith(byte bits, byte value) => Vector512.Equals(bytes | Vector512.Create(bits), Vector512.Create(value)).ExtractMostSignificantBits();

    /// <summary>
    /// Of an ASCII byte, subtracting sets the top bit where there is less than is taken away: from a control character, and
    /// from a backslash, which has become zero. Of any other byte one of the two leaves it set.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Block512 AddRare(Block512 sum) => new(
        sum.Bytes | (bytes - Vector512.Create((byte)' ')) | ((bytes ^ Vector512.Create((byte)'\\')) - Vector512<byte>.One));

    private Vector512<byte> Bytes => bytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtMost(byte value) => Vector512.LessThanOrEqual(bytes, Vector512.Create(value)).ExtractMostSignificantBits();
}
