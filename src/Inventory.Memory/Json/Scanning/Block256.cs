using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Inventory.Memory.Json.Scanning;

/// <summary>A block in two registers of 32 bytes: AVX2. Code compiled ahead of time has it only if it is compiled for it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Block256 : IByteBlock<Block256>
{
    private readonly Vector256<byte> _a;
    private readonly Vector256<byte> _b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Block256(Vector256<byte> a, Vector256<byte> b) => (_a, _b) = (a, b);

    public static bool CanLook => true;

    /// <summary>As signed numbers, bytes that are not ASCII are below the control characters: one comparison for both.</summary>
    public ulong Rare
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var (backslash, space) = (Vector256.Create((byte)'\\'), Vector256.Create((sbyte)' '));
            return Mask(
                Vector256.Equals(_a, backslash) | Vector256.LessThan(_a.AsSByte(), space).AsByte(),
                Vector256.Equals(_b, backslash) | Vector256.LessThan(_b.AsSByte(), space).AsByte());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Load(ref readonly byte first) => new(Vector256.LoadUnsafe(in first), Vector256.LoadUnsafe(in first, 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Equal(byte value)
    {
        var wanted = Vector256.Create(value);
        return Mask(Vector256.Equals(_a, wanted), Vector256.Equals(_b, wanted));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong EqualWith(byte bits, byte value)
    {
        var (set, wanted) = (Vector256.Create(bits), Vector256.Create(value));
        return Mask(Vector256.Equals(_a | set, wanted), Vector256.Equals(_b | set, wanted));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Block256 Look(Block256 lower, Block256 upper)
    {
        return new Block256(Look(_a, lower._a, upper._a), Look(_b, lower._b, upper._b));

        static Vector256<byte> Look(Vector256<byte> bytes, Vector256<byte> low, Vector256<byte> up)
        {
            var half = Vector256.Create((byte)0x0F);
            return Avx2.Shuffle(low, bytes & half) & Avx2.Shuffle(up, (bytes.AsUInt16() >> 4).AsByte() & half);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Common(Block256 other) => ~Mask(Vector256.Equals(_a & other._a, Vector256<byte>.Zero), Vector256.Equals(_b & other._b, Vector256<byte>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtMost(byte value)
    {
        var most = Vector256.Create(value);
        return Mask(Vector256.LessThanOrEqual(_a, most), Vector256.LessThanOrEqual(_b, most));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(Vector256<byte> a, Vector256<byte> b) => a.ExtractMostSignificantBits() | ((ulong)b.ExtractMostSignificantBits() << 32);
}
