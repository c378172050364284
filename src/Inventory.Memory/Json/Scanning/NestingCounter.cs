using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>How deep an item nests at a place; which bracket closes which other is not looked at.</summary>
/// <param name="limit">How deep it may.</param>
[StructLayout(LayoutKind.Auto)]
internal struct NestingCounter(int limit)
{
    private int _depth;

    /// <summary>Before an item.</summary>
    public void Begin() => _depth = 0;

    /// <summary>Goes on by a block in which it stays above a depth and within the limit; false, and nothing happens, where it may not.</summary>
    /// <param name="opens">Opening brackets and braces outside of strings.</param>
    /// <param name="closes">Closing ones.</param>
    /// <param name="above">The depth.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPass(ulong opens, ulong closes, int above)
    {
        // In whatever order the brackets come.
        var lowest = _depth - BitOperations.PopCount(closes);
        var highest = _depth + BitOperations.PopCount(opens);
        if (lowest <= above || highest > limit)
        {
            return false;
        }

        _depth = highest + lowest - _depth;
        return true;
    }

    /// <summary>Goes on by a block, or to the item's end; false, and nothing happens, where it may nest too deep.</summary>
    /// <param name="opens">Opening brackets and braces outside of strings.</param>
    /// <param name="closes">Closing ones.</param>
    /// <param name="end">Where the item's own bracket closes, or <see cref="BlockMasks.NoPlace"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindEnd(ulong opens, ulong closes, out int end)
    {
        end = BlockMasks.NoPlace;
        var highest = _depth + BitOperations.PopCount(opens);
        if (highest > limit)
        {
            return false;
        }

        // Each closing one for itself, by what stands before it: nothing waits for the one before.
        for (var left = closes; left != 0; left &= left - 1)
        {
            var upTo = left ^ (left - 1);
            if (_depth + BitOperations.PopCount(opens & upTo) <= BitOperations.PopCount(closes & upTo))
            {
                end = BitOperations.TrailingZeroCount(left);
                return true;
            }
        }

        _depth = highest - BitOperations.PopCount(closes);
        return true;
    }

    /// <summary>Goes over the brackets of a block.</summary>
    /// <param name="opens">Opening brackets and braces outside of strings.</param>
    /// <param name="closes">Closing ones.</param>
    /// <param name="top">The bytes directly in the item, not in anything inside it.</param>
    /// <param name="end">Where the item's own bracket closes, or <see cref="BlockMasks.NoPlace"/>.</param>
    /// <returns>Whether it nests within the limit.</returns>
    /// <remarks>Written with branches: without them each block waits for the depth of the one before, half as fast.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWalk(ulong opens, ulong closes, out ulong top, out int end)
    {
        var (depth, deepest) = (_depth, _depth);
        var atTop = depth == 1 ? 1UL : 0;
        top = 0 - atTop;
        end = BlockMasks.NoPlace;
        for (var brackets = opens | closes; brackets != 0; brackets &= brackets - 1)
        {
            // An opening is one deeper, a closing one less deep.
            var place = BitOperations.TrailingZeroCount(brackets);
            depth += (((int)(opens >> place) & 1) * 2) - 1;
            if (depth == 0)
            {
                end = place;
                break;
            }

            deepest = Math.Max(deepest, depth);
            var nowAtTop = depth == 1 ? 1UL : 0;
            top ^= (0 - (nowAtTop ^ atTop)) << place;
            atTop = nowAtTop;
        }

        _depth = depth;
        return deepest <= limit;
    }
}
