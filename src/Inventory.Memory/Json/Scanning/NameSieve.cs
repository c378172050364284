using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>
/// Which strings of a block may be one of some names: those with the length of a name, and a first letter that is one's.
/// Lets some through that are none of them, and loses none.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct NameSieve
{
    /// <summary>Bit i: a name has its closing quote i bytes behind its opening one.</summary>
    private readonly ulong _lengths;

    /// <summary>Bit i: a name has a first letter whose lower six bits are i.</summary>
    private readonly ulong _letters;

    private NameSieve(ulong lengths, ulong letters) => (_lengths, _letters) = (lengths, letters);

    /// <summary>As this one, and for one more name.</summary>
    /// <param name="quotedName">The name in UTF-8, quotes included, which are less than 64 bytes apart.</param>
    public NameSieve With(ReadOnlySpan<byte> quotedName) => new(_lengths | (1UL << (quotedName.Length - 1)), _letters | (1UL << quotedName[1]));

    /// <summary>The first bytes of strings that may be names.</summary>
    /// <param name="openings">Of the strings of a block, the opening quotes that matter.</param>
    /// <param name="quotes">All quotes of the block that begin or end a string.</param>
    /// <param name="behind">The quotes of the block behind it; also some that are none.</param>
    /// <param name="block">The block's first byte; one more than are its own must be readable.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Find(ulong openings, ulong quotes, ulong behind, ref byte block)
    {
        var ended = 0UL;
        for (var lengths = _lengths; lengths != 0; lengths &= lengths - 1)
        {
            var length = BitOperations.TrailingZeroCount(lengths);
            ended |= (quotes >> length) | (behind << (BlockMasks.Bytes - length));
        }

        var found = 0UL;
        for (openings &= ended; openings != 0; openings &= openings - 1)
        {
            var opening = openings & (0 - openings);
            var letter = Unsafe.Add(ref block, BitOperations.TrailingZeroCount(opening) + 1);
            found |= ((_letters >> letter) & 1) != 0 ? opening : 0;
        }

        return found;
    }
}
