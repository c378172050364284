using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>The objects and arrays that are open, one bit each.</summary>
/// <param name="limit">How deep they may nest; at most 64.</param>
[StructLayout(LayoutKind.Auto)]
internal struct ContainerStack(int limit)
{
    /// <summary>Bit 0 is the innermost: one for an object.</summary>
    private ulong _kinds;
    private int _depth;

    /// <summary>Goes over the brackets of a block.</summary>
    /// <param name="block">Its bytes.</param>
    /// <param name="brackets">Brackets and braces outside of strings, and what <see cref="BlockMasks.Brackets"/> takes for one.</param>
    /// <param name="levels">What is where, up to the end.</param>
    /// <returns>Whether brackets match and nest within the limit, up to the end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWalk(ref readonly byte block, ulong brackets, out BlockLevels levels)
    {
        var (kinds, depth, wrong) = (_kinds, _depth, 0UL);
        var (inObject, atTop) = (kinds & 1, depth == 1 ? 1UL : 0UL);
        var (objects, top, opens, closes) = (0 - inObject, 0 - atTop, 0UL, 0UL);
        levels.End = BlockMasks.NoPlace;
        for (; brackets != 0; brackets &= brackets - 1)
        {
            var place = BitOperations.TrailingZeroCount(brackets);
            var value = Unsafe.Add(ref Unsafe.AsRef(in block), place);

            // { 7B, } 7D, [ 5B, ] 5D: bit 5 tells braces, bit 1 an opening, bit 2 a closing. Y y _ DEL have neither or both.
            var kind = (ulong)(value >> 5) & 1;
            if ((value & 6) is 0 or 6)
            {
                continue;
            }

            if ((value & 2) != 0)
            {
                kinds = (kinds << 1) | kind;
                opens |= 1UL << place;
                depth++;
                wrong |= depth > limit ? 1UL : 0;
            }
            else
            {
                wrong |= (kinds ^ kind) & 1;
                kinds >>= 1;
                closes |= 1UL << place;
                if (--depth == 0)
                {
                    levels.End = place;
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
        (levels.Objects, levels.Top, levels.Opens, levels.Closes) = (objects, top, opens, closes);
        return wrong == 0;
    }
}
