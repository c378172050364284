using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Inventory.Memory.Json.Scanning;

/// <summary>A block in four registers of 16 bytes: what every x64 and ARM64 processor has.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Block128 : IByteBlock<Block128>
{
    private readonly Vector128<byte> _a;
    private readonly Vector128<byte> _b;
    private readonly Vector128<byte> _c;
    private readonly Vector128<byte> _d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Block128(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c, Vector128<byte> d) => (_a, _b, _c, _d) = (a, b, c, d);

    public ulong TopBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Mask(_a, _b, _c, _d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 Load(ref readonly byte first) => new(
        Vector128.LoadUnsafe(in first), Vector128.LoadUnsafe(in first, 16), Vector128.LoadUnsafe(in first, 32), Vector128.LoadUnsafe(in first, 48));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Equal(byte value)
    {
        var wanted = Vector128.Create(value);
        return Mask(Vector128.Equals(_a, wanted), Vector128.Equals(_b, wanted), Vector128.Equals(_c, wanted), Vector128.Equals(_d, wanted));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong EqualWith(byte bits, byte value)
    {
        var set = Vector128.Create(bits);
        return new Block128(_a | set, _b | set, _c | set, _d | set).Equal(value);
    }

    /// <summary>
    /// Of an ASCII byte, subtracting sets the top bit where there is less than is taken away: from a control character, and
    /// from a backslash, which has become zero. Of any other byte one of the two leaves it set.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Block128 AddRare(Block128 sum)
    {
        return new Block128(Add(sum._a, _a), Add(sum._b, _b), Add(sum._c, _c), Add(sum._d, _d));

        static Vector128<byte> Add(Vector128<byte> sum, Vector128<byte> bytes) =>
            sum | (bytes - Vector128.Create((byte)' ')) | ((bytes ^ Vector128.Create((byte)'\\')) - Vector128<byte>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtMost(byte value) => Mask(AtMost(_a, value), AtMost(_b, value), AtMost(_c, value), AtMost(_d, value));

    /// <summary>SSE compares signed bytes only: an unsigned one is no greater if the smaller of the two is itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> AtMost(Vector128<byte> bytes, byte value) => Vector128.Equals(Vector128.Min(bytes, Vector128.Create(value)), bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c, Vector128<byte> d)
    {
        var low = a.ExtractMostSignificantBits() | (b.ExtractMostSignificantBits() << 16);
        var high = c.ExtractMostSignificantBits() | (d.ExtractMostSignificantBits() << 16);
        return low | ((ulong)high << 32);
    }
}
