using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Inventory.Memory.Json.Scanning;

/// <summary>A block in two registers of 32 bytes.</summary>
/// <remarks>
/// Names the AVX2 instructions instead of <see cref="Vector256"/>: code compiled ahead of time for any x64 processor asks
/// for AVX2 when it runs, but takes <see cref="Vector256"/> for two halves.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Block256 : IByteBlock<Block256>
{
    private readonly Vector256<byte> _a;
    private readonly Vector256<byte> _b;

    private Block256(Vector256<byte> a, Vector256<byte> b) => (_a, _b) = (a, b);

    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>As signed numbers, bytes that are not ASCII are below the control characters: one comparison for both.</summary>
    public bool HasRare
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var (backslash, space) = (All((byte)'\\'), All((byte)' ').AsSByte());
            var found = Avx2.Or(Avx2.CompareEqual(_a, backslash), Avx2.CompareEqual(_b, backslash));
            var below = Avx2.Or(Avx2.CompareGreaterThan(space, _a.AsSByte()), Avx2.CompareGreaterThan(space, _b.AsSByte()));
            return Avx2.MoveMask(Avx2.Or(found, below.AsByte())) != 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Load(ref readonly byte first)
    {
        ref var start = ref Unsafe.AsRef(in first);
        return new(Unsafe.ReadUnaligned<Vector256<byte>>(ref start), Unsafe.ReadUnaligned<Vector256<byte>>(ref Unsafe.Add(ref start, 32)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Equal(byte value)
    {
        var wanted = All(value);
        return Mask(Avx2.CompareEqual(_a, wanted), Avx2.CompareEqual(_b, wanted));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong EqualWith(byte bits, byte value)
    {
        var (set, wanted) = (All(bits), All(value));
        return Mask(Avx2.CompareEqual(Avx2.Or(_a, set), wanted), Avx2.CompareEqual(Avx2.Or(_b, set), wanted));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtMost(byte value)
    {
        var most = All(value);
        return Mask(Avx2.CompareEqual(Avx2.Min(_a, most), _a), Avx2.CompareEqual(Avx2.Min(_b, most), _b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> All(byte value) => Avx2.BroadcastScalarToVector256(Vector128.CreateScalarUnsafe(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(Vector256<byte> a, Vector256<byte> b) => (uint)Avx2.MoveMask(a) | ((ulong)(uint)Avx2.MoveMask(b) << 32);
}
