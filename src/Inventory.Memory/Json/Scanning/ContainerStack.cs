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

    /// <summary>Before an item.</summary>
    public void Begin() => (_kinds, _depth) = (0, 0);

    /// <summary>Goes over the brackets of a block.</summary>
    /// <param name="block">Its bytes.</param>
    /// <param name="opens">Opening brackets and braces outside of strings.</param>
    /// <param name="closes">Closing ones.</param>
    /// <param name="levels">What is where, up to the end.</param>
    /// <returns>Whether brackets match and nest within the limit, up to the end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWalk(ref readonly byte block, ulong opens, ulong closes, out BlockLevels levels)
    {
        if ((opens | closes) != 0)
        {
            return TryWalkBrackets(in block, opens, closes, out levels);
        }

        (levels.Objects, levels.Top, levels.End) = (0 - (_kinds & 1), _depth == 1 ? ulong.MaxValue : 0, BlockMasks.NoPlace);
        return true;
    }

    /// <summary>A method of its own, so that its loop has registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryWalkBrackets(ref readonly byte block, ulong opens, ulong closes, out BlockLevels levels)
    {
        var (kinds, depth, wrong) = (_kinds, _depth, 0UL);
        var (inObject, atTop) = (kinds & 1, depth == 1 ? 1UL : 0UL);
        var (objects, top) = (0 - inObject, 0 - atTop);
        levels.End = BlockMasks.NoPlace;
        for (var brackets = opens | closes; brackets != 0; brackets &= brackets - 1)
        {
            var place = BitOperations.TrailingZeroCount(brackets);

            // { 7B, } 7D, [ 5B, ] 5D: bit 5 tells braces.
            var kind = (ulong)(Unsafe.Add(ref Unsafe.AsRef(in block), place) >> 5) & 1;
            if (((opens >> place) & 1) != 0)
            {
                kinds = (kinds << 1) | kind;
                depth++;
                wrong |= depth > limit ? 1UL : 0;
            }
            else
            {
                wrong |= (kinds ^ kind) & 1;
                kinds >>= 1;
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
        (levels.Objects, levels.Top) = (objects, top);
        return wrong == 0;
    }
}
