using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Inventory.Memory.Json.Scanning;

/// <summary>Where strings begin and end, from block to block; by bits alone, as simdjson does it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct StringTracker
{
    private const ulong OddBits = 0xAAAA_AAAA_AAAA_AAAA;

    /// <summary>All ones while a string is open at the end of the block before.</summary>
    private ulong _inside;

    /// <summary>One when the block before ended in a backslash that escapes the first byte of this one.</summary>
    private ulong _escape;

    /// <summary>Goes on by one block.</summary>
    /// <param name="quotes">Every quote; on return, without the escaped ones.</param>
    /// <param name="backslashes">Every backslash.</param>
    /// <param name="escaped">The bytes that a backslash escapes.</param>
    /// <returns>The bytes of strings, opening quotes included, closing ones not.</returns>
    /// <remarks>A backslash outside of strings escapes as well: who must not be misled by one looks for it first.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next(ref ulong quotes, ulong backslashes, out ulong escaped)
    {
        escaped = (backslashes | _escape) == 0 ? 0 : FindEscaped(backslashes);
        quotes &= ~escaped;
        var inside = PrefixXor(quotes) ^ _inside;
        _inside = (ulong)((long)inside >> 63);
        return inside;
    }

    /// <summary>
    /// Runs of backslashes that begin at an odd and at an even place differ in how a subtraction's borrow runs through
    /// them: that tells, without a loop, after which of them the next byte is escaped.
    /// </summary>
    private ulong FindEscaped(ulong backslashes)
    {
        var candidates = backslashes & ~_escape;
        var codes = (((candidates << 1) | OddBits) - candidates) ^ OddBits;
        var escaped = codes ^ (backslashes | _escape);
        _escape = (codes & backslashes) >> 63;
        return escaped;
    }

    /// <summary>Bit i of the answer is the parity of bits 0 to i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PrefixXor(ulong bits)
    {
        if (Pclmulqdq.IsSupported)
        {
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        }

        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}
