using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Inventory.Memory.Json.Scanning;

/// <summary>A block in one register of 64 bytes.</summary>
internal readonly struct Block512(Vector512<byte> bytes) : IByteBlock<Block512>
{
    /// <summary>As signed numbers, bytes that are not ASCII are below the control characters: one comparison for both.</summary>
    public bool HasRare =>
        (Vector512.LessThan(bytes.AsSByte(), Vector512.Create((sbyte)0x20)).AsByte() | Vector512.Equals(bytes, Vector512.Create((byte)'\\'))) != Vector512<byte>.Zero;

    public static Block512 Load(ref readonly byte first) => new(Vector512.LoadUnsafe(in first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Equal(byte value) => Vector512.Equals(bytes, Vector512.Create(value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong EqualWith(byte bits, byte value) => Vector512.Equals(bytes | Vector512.Create(bits), Vector512.Create(value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtMost(byte value) => Vector512.LessThanOrEqual(bytes, Vector512.Create(value)).ExtractMostSignificantBits();
}
