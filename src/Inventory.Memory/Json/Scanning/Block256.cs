using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Inventory.Memory.Json.Scanning;

/// <summary>A block in two registers of 32 bytes: AVX2. Code compiled ahead of time has it only if it is compiled for it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Block256 : IByteBlock<Block256>
{
    private readonly Vector256<byte> _a;
    private readonly Vector256<byte> _b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Block256(Vector256<byte> a, Vector256<byte> b) => (_a, _b) = (a, b);

    public ulong TopBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Mask(_a, _b);
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

    /// <summary>
    /// Of an ASCII byte, subtracting sets the top bit where there is less than is taken away: from a control character, and
    /// from a backslash, which has become zero. Of any other byte one of the two leaves it set.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Block256 AddRare(Block256 sum)
    {
        return new Block256(Add(sum._a, _a), Add(sum._b, _b));

        static Vector256<byte> Add(Vector256<byte> sum, Vector256<byte> bytes) =>
            sum | (bytes - Vector256.Create((byte)' ')) | ((bytes ^ Vector256.Create((byte)'\\')) - Vector256<byte>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtMost(byte value)
    {
        var most = Vector256.Create(value);
        return Mask(Vector256.LessThanOrEqual(_a, most), Vector256.LessThanOrEqual(_b, most));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(Vector256<byte> a, Vector256<byte> b) => a.ExtractMostSignificantBits() | ((ulong)b.ExtractMostSignificantBits() << 32);
}
