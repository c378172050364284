using System.Numerics;
using System.Runtime.CompilerServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>The objects and arrays that are open, one bit each.</summary>
/// <param name="limit">How deep they may nest; at most 64.</param>
/// <param name="match">Whether what closes has to be of the kind that was opened.</param>
internal struct ContainerStack(int limit, bool match)
{
    /// <summary>Means that the item has not ended in a block.</summary>
    public const int NoEnd = BlockMasks.Bytes;

    /// <summary>Bit 0 is the innermost: one for an object.</summary>
    private ulong _kinds;
    private int _depth;

    /// <summary>Goes over the brackets of a block.</summary>
    /// <param name="block">Its bytes.</param>
    /// <param name="opens">Opening brackets and braces outside of strings.</param>
    /// <param name="closes">Closing ones.</param>
    /// <param name="objects">The bytes whose innermost container is an object; an opening brace is in its own.</param>
    /// <param name="top">The bytes directly in the item, not in anything inside it.</param>
    /// <param name="end">Where the item's own bracket closes, or <see cref="NoEnd"/>.</param>
    /// <returns>Whether brackets match and nesting is within its limit, up to the end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWalk(ref readonly byte block, ulong opens, ulong closes, out ulong objects, out ulong top, out int end)
    {
        var (kinds, depth, wrong) = (_kinds, _depth, 0UL);
        var mask = match ? 1UL : 0;
        var (inObject, atTop) = (kinds & 1, depth == 1 ? 1UL : 0UL);
        (objects, top, end) = (0 - inObject, 0 - atTop, NoEnd);
        for (var rest = opens | closes; rest != 0; rest &= rest - 1)
        {
            var place = BitOperations.TrailingZeroCount(rest);
            var value = Unsafe.Add(ref Unsafe.AsRef(in block), place);

            // { 7B, } 7D, [ 5B, ] 5D: bit 5 tells braces, bit 1 an opening.
            var kind = (ulong)(value >> 5) & 1;
            if ((value & 2) != 0)
            {
                kinds = (kinds << 1) | kind;
                depth++;
                wrong |= depth > limit ? 1UL : 0;
            }
            else
            {
                wrong |= (kinds ^ kind) & mask;
                kinds >>= 1;
                if (--depth == 0)
                {
                    end = place;
                    break;
                }
            }

            // From here on the other kind, or the other level: flip the rest of the mask.
            objects ^= (0 - ((kinds ^ inObject) & 1)) << place;
            inObject = kinds & 1;
            var nowAtTop = depth == 1 ? 1UL : 0;
            top ^= (0 - (nowAtTop ^ atTop)) << place;
            atTop = nowAtTop;
        }

        (_kinds, _depth) = (kinds, depth);
        return wrong == 0;
    }

    /// <summary>Counts the brackets of a block without looking at them, if the item can neither end in it nor nest too deep.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryCount(ulong opens, ulong closes)
    {
        var (more, less) = (BitOperations.PopCount(opens), BitOperations.PopCount(closes));
        if (_depth - less < 2 || _depth + more > limit)
        {
            return false;
        }

        _depth += more - less;
        return true;
    }
}
