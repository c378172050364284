using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>x64 processors have it since 2006, but code compiled ahead of time only if it is compiled for them.</summary>
    public static bool CanLook => Ssse3.IsSupported || AdvSimd.IsSupported;

    /// <summary>As signed numbers, bytes that are not ASCII are below the control characters: one comparison for both.</summary>
    public ulong Rare
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            return Mask(Rare(_a), Rare(_b), Rare(_c), Rare(_d));

            static Vector128<byte> Rare(Vector128<byte> bytes) =>
                Vector128.Equals(bytes, Vector128.Create((byte)'\\')) | Vector128.LessThan(bytes.AsSByte(), Vector128.Create((sbyte)' ')).AsByte();
        }
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Block128 Look(Block128 lower, Block128 upper)
    {
        return new Block128(Look(_a, lower._a, upper._a), Look(_b, lower._b, upper._b), Look(_c, lower._c, upper._c), Look(_d, lower._d, upper._d));

        static Vector128<byte> Look(Vector128<byte> bytes, Vector128<byte> low, Vector128<byte> up) =>
            Vector128.ShuffleNative(low, bytes & Vector128.Create((byte)0x0F)) & Vector128.ShuffleNative(up, bytes >> 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Common(Block128 other)
    {
        var none = Vector128<byte>.Zero;
        return ~Mask(Vector128.Equals(_a & other._a, none), Vector128.Equals(_b & other._b, none), Vector128.Equals(_c & other._c, none), Vector128.Equals(_d & other._d, none));
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
