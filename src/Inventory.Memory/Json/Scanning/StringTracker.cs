using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>Where strings begin and end, from block to block; by bits alone, as simdjson does it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct StringTracker
{
    private const ulong OddBits = 0xAAAA_AAAA_AAAA_AAAA;

    /// <summary>All ones while a string is open at the end of the block before.</summary>
    private ulong _inside;

    private ulong _escape;

    /// <summary>One when the block before ended in a backslash that escapes the first byte of this one.</summary>
    public readonly ulong Escape => _escape;

    /// <summary>The strings of a block in which nothing is escaped. Stays where it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong Plain(ulong quotes) => Bits.PrefixXor(quotes) ^ _inside;

    /// <summary>Goes on by a block with such strings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pass(ulong strings) => _inside = (ulong)((long)strings >> 63);

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
        var inside = Plain(quotes);
        Pass(inside);
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
}
