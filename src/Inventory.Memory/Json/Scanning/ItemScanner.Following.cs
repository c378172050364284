using System.Numerics;
using System.Runtime.CompilerServices;

namespace Inventory.Memory.Json.Scanning;

/// <content>Without validation: strings and nesting alone.</content>
internal partial struct ItemScanner
{
    /// <summary>Each of a name's bytes may be written as <c>\u0061</c>.</summary>
    private const int EscapedBytes = 6;

    /// <summary>
    /// Strings and nesting alone. In most blocks nothing is of interest: they are inside something in the item, or everything
    /// that is wanted has been found. There brackets are only counted.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ScanOutcome Follow(ref byte first, ref BlockMasks firstMasks, int blocks, ReadOnlySpan<byte> item)
    {
        var (tracker, nesting, begin, above, allSpaces) = (_strings, _nesting, _position, _fields.Missing == 0 ? 0 : 1, 0UL);
        ref var masks = ref firstMasks;
        for (var i = 0; i < blocks; i++, masks = ref Unsafe.Add(ref masks, 1))
        {
            var (quotes, strings, wrong) = (masks.Quotes, 0UL, 0UL);
            if ((masks.Rare | tracker.Escape) == 0)
            {
                strings = tracker.Plain(quotes);
                tracker.Pass(strings);
            }
            else
            {
                strings = tracker.Next(ref quotes, masks.Backslashes, out _);
                wrong = Wrong(in masks, strings);
            }

            if (wrong == 0 && nesting.TryPass(masks.Opens & ~strings, masks.Closes & ~strings, above))
            {
                allSpaces |= masks.Spaces & ~strings;
                continue;
            }

            (_nesting, _position) = (nesting, begin + (i * BlockMasks.Bytes));
            var outcome = FollowClosely(ref Unsafe.Add(ref first, i * BlockMasks.Bytes), in masks, quotes, strings, item);
            if (outcome != ScanOutcome.Unfinished)
            {
                IsCompact &= allSpaces == 0;
                return outcome;
            }

            (nesting, above) = (_nesting, _fields.Missing == 0 ? 0 : 1);
        }

        (_strings, _nesting, _position) = (tracker, nesting, begin + (blocks * BlockMasks.Bytes));
        IsCompact &= allSpaces == 0;
        return ScanOutcome.Unfinished;
    }

    /// <summary>What would make the end of a string or of a line doubtful.</summary>
    private static ulong Wrong(in BlockMasks masks, ulong strings) => (masks.Controls & strings) | (masks.Backslashes & ~strings);

    /// <summary>The blocks in which there may be something: mostly there is not, and at the most the item's end.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ScanOutcome FollowClosely(ref byte block, ref readonly BlockMasks masks, ulong quotes, ulong strings, ReadOnlySpan<byte> item)
    {
        var candidates = _fields.FindCandidates(quotes & strings, quotes, BlockClassifier.QuotesBehind(in masks), ref block);
        return (candidates | masks.Rare) == 0 && _nesting.TryFindEnd(masks.Opens & ~strings, masks.Closes & ~strings, out var end)
            ? Go(end, masks.Spaces & ~strings & UpTo(end))
            : FollowNames(in masks, quotes, strings, candidates, item);
    }

    /// <summary>The blocks in which there may be names.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ScanOutcome FollowNames(ref readonly BlockMasks masks, ulong quotes, ulong strings, ulong candidates, ReadOnlySpan<byte> item)
    {
        var isNested = _nesting.TryWalk(masks.Opens & ~strings, masks.Closes & ~strings, out var top, out var end);
        var live = UpTo(end);
        if (!isNested || (Wrong(in masks, strings) & live) != 0
            || (_fields.Missing != 0 && HasEscapedName(item, masks.Backslashes & top & live, quotes & strings)))
        {
            return ScanOutcome.Unsure;
        }

        for (candidates &= top & live; candidates != 0; candidates &= candidates - 1)
        {
            var place = _position + BitOperations.TrailingZeroCount(candidates);
            if (IsName(item, place))
            {
                _fields.Note(item, place);
            }
        }

        return Go(end, masks.Spaces & ~strings & live);
    }

    /// <summary>Whether a property directly in the item has a name with escapes: it may be a wanted one.</summary>
    /// <param name="item">The item as far as it is there.</param>
    /// <param name="backslashes">Those in strings directly in the item.</param>
    /// <param name="openings">Quotes that begin a string.</param>
    private readonly bool HasEscapedName(ReadOnlySpan<byte> item, ulong backslashes, ulong openings)
    {
        while (backslashes != 0)
        {
            var before = (backslashes & (0 - backslashes)) - 1;
            var quote = (openings & before) != 0 ? _position + BitOperations.Log2(openings & before) : FindOpenQuote(item);
            if (quote >= 0 && IsName(item, quote))
            {
                return true;
            }

            // On to the next string.
            var next = openings & ~before;
            backslashes &= next == 0 ? 0 : ~((next & (0 - next)) - 1);
        }

        return false;
    }

    /// <summary>
    /// Where the string began that is open where the block begins; -1 if it is already longer than any wanted name. An escaped
    /// quote inside of it is found as well, and is no name's: no wanted name has one.
    /// </summary>
    private readonly int FindOpenQuote(ReadOnlySpan<byte> item)
    {
        var from = Math.Max(0, _position - (EscapedBytes * _fields.LongestBytes));
        var quote = item[from.._position].LastIndexOf((byte)'"');
        return quote < 0 ? -1 : from + quote;
    }

    /// <summary>Whether a string directly in the item is the name of a property.</summary>
    private static bool IsName(ReadOnlySpan<byte> item, int quote)
    {
        var before = quote - 1;
        while (before > 0 && item[before] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            before--;
        }

        return item[before] is (byte)',' or (byte)'{';
    }
}
