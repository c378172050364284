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

    /// <summary>Goes over the brackets of a block.</summary>
    /// <param name="block">Its bytes.</param>
    /// <param name="brackets">Brackets and braces outside of strings, and what <see cref="BlockMasks.Brackets"/> takes for one.</param>
    /// <param name="top">The bytes directly in the item, not in anything inside it.</param>
    /// <param name="end">Where the item's own bracket closes, or <see cref="BlockMasks.NoPlace"/>.</param>
    /// <returns>Whether it nests within the limit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWalk(ref readonly byte block, ulong brackets, out ulong top, out int end)
    {
        var (depth, deepest) = (_depth, _depth);
        var atTop = depth == 1 ? 1UL : 0;
        top = 0 - atTop;
        end = BlockMasks.NoPlace;
        for (; brackets != 0; brackets &= brackets - 1)
        {
            var place = BitOperations.TrailingZeroCount(brackets);
            var value = Unsafe.Add(ref Unsafe.AsRef(in block), place);
            if ((value & 6) is 0 or 6)
            {
                continue;
            }

            // Bit 1 tells an opening: one deeper, else one less deep.
            depth += (value & 2) - 1;
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
