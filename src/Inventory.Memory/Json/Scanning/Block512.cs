using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Inventory.Memory.Json.Scanning;

/// <summary>A block in one register of 64 bytes.</summary>
internal readonly struct Block512(Vector512<byte> bytes) : IByteBlock<Block512>
{
    public static bool CanLook => true;

    /// <summary>As signed numbers, bytes that are not ASCII are below the control characters: one comparison for both.</summary>
    public ulong Rare =>
        (Vector512.LessThan(bytes.AsSByte(), Vector512.Create((sbyte)0x20)).AsByte() | Vector512.Equals(bytes, Vector512.Create((byte)'\\'))).ExtractMostSignificantBits();

    public static Block512 Load(ref readonly byte first) => new(Vector512.LoadUnsafe(in first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Equal(byte value) => Vector512.Equals(bytes, Vector512.Create(value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong EqualWith(byte bits, byte value) => Vector512.Equals(bytes | Vector512.Create(bits), Vector512.Create(value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Block512 Look(Block512 lower, Block512 upper)
    {
        var half = Vector512.Create((byte)0x0F);
        return new Block512(Avx512BW.Shuffle(lower.Bytes, bytes & half) & Avx512BW.Shuffle(upper.Bytes, (bytes.AsUInt16() >> 4).AsByte() & half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Common(Block512 other) => ~Vector512.Equals(bytes & other.Bytes, Vector512<byte>.Zero).ExtractMostSignificantBits();

    private Vector512<byte> Bytes => bytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtMost(byte value) => Vector512.LessThanOrEqual(bytes, Vector512.Create(value)).ExtractMostSignificantBits();
}
