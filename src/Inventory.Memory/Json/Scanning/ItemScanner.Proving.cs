using System.Numerics;
using System.Runtime.CompilerServices;

namespace Inventory.Memory.Json.Scanning;

/// <content>With validation: the whole grammar.</content>
internal partial struct ItemScanner
{
    /// <summary>One block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ScanOutcome Prove<TBlock>(ref byte block, in BlockMasks masks, ReadOnlySpan<byte> item)
        where TBlock : struct, IByteBlock<TBlock> =>
        (masks.Rare | _strings.Escape) == 0 ? Prove<TBlock>(ref block, in masks, item, hasRare: false) : ProveRare<TBlock>(ref block, in masks, item);

    /// <summary>A method of its own, so that all others do without its registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ScanOutcome ProveRare<TBlock>(ref byte block, in BlockMasks masks, ReadOnlySpan<byte> item)
        where TBlock : struct, IByteBlock<TBlock> => Prove<TBlock>(ref block, in masks, item, hasRare: true);

    /// <remarks><paramref name="hasRare"/> is a constant: whether there may be escapes, control characters, or bytes that are not ASCII.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ScanOutcome Prove<TBlock>(ref byte block, in BlockMasks masks, ReadOnlySpan<byte> item, bool hasRare)
        where TBlock : struct, IByteBlock<TBlock>
    {
        BlockTokens tokens;
        tokens.Quotes = masks.Quotes;
        var escaped = 0UL;
        if (hasRare)
        {
            tokens.Strings = _strings.Next(ref tokens.Quotes, masks.Backslashes, out escaped);
        }
        else
        {
            tokens.Strings = _strings.Plain(tokens.Quotes);
            _strings.Pass(tokens.Strings);
        }

        tokens.Opens = masks.Opens & ~tokens.Strings;
        tokens.Closes = masks.Closes & ~tokens.Strings;
        var isNested = _containers.TryWalk(ref block, tokens.Opens, tokens.Closes, out var levels);
        tokens.Colons = masks.Colons & ~tokens.Strings;
        tokens.Commas = masks.Commas & ~tokens.Strings;
        tokens.Spaces = masks.Spaces & ~tokens.Strings;
        tokens.Objects = levels.Objects;

        var scalars = ~(tokens.Strings | tokens.Quotes | tokens.Opens | tokens.Closes | tokens.Colons | tokens.Commas | tokens.Spaces);
        var wasInScalar = _inScalar;
        var behind = (scalars << 1) | wasInScalar;
        _inScalar = scalars >> (BlockMasks.Bytes - 1);
        tokens.ScalarStarts = scalars & ~behind;
        tokens.AfterScalars = behind & ~scalars;

        var wrong = _grammar.Next(in tokens, out var names, out var inNames);
        if (hasRare)
        {
            MayHaveNonAscii |= (masks.Rare & ~(masks.Backslashes | masks.Controls)) != 0;
            wrong |= (masks.Controls & tokens.Strings) | (masks.Backslashes & inNames & levels.Top);
            escaped &= tokens.Strings;
        }

        names &= levels.Top;
        if (levels.End != BlockMasks.NoPlace)
        {
            var live = UpTo(levels.End);
            wrong &= live;
            names &= live;
            escaped &= live;
            tokens.AfterScalars &= live;
            tokens.Spaces &= live;
        }

        if (!isNested || wrong != 0
            || ((tokens.ScalarStarts | tokens.AfterScalars) != 0 && !AreScalarsValid(item, tokens.ScalarStarts, tokens.AfterScalars, wasInScalar != 0))
            || (hasRare && !AreEscapesValid(item, escaped)))
        {
            return ScanOutcome.Unsure;
        }

        if (names != 0 && _fields.Missing != 0)
        {
            Note(ref block, in masks, item, names, tokens.Quotes);
        }

        return Go(levels.End, tokens.Spaces);
    }

    /// <summary>Takes note of the properties directly in the item whose names begin in a block.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Note(ref byte block, ref readonly BlockMasks masks, ReadOnlySpan<byte> item, ulong names, ulong quotes)
    {
        for (names = _fields.FindCandidates(names, quotes, BlockClassifier.QuotesBehind(in masks), ref block); names != 0; names &= names - 1)
        {
            _fields.Note(item, _position + BitOperations.TrailingZeroCount(names));
        }
    }

    /// <summary>Looks at the numbers and words that end in a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool AreScalarsValid(ReadOnlySpan<byte> item, ulong starts, ulong afters, bool wasInScalar)
    {
        if (!wasInScalar)
        {
            TakeScalarStart(ref starts);
        }

        for (; afters != 0; afters &= afters - 1)
        {
            // One that reaches to the last byte may go on: it is looked at again.
            var after = _position + BitOperations.TrailingZeroCount(afters);
            if (after < item.Length && !ScalarText.IsValid(item[_scalarStart..after]))
            {
                return false;
            }

            TakeScalarStart(ref starts);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeScalarStart(ref ulong starts)
    {
        if (starts != 0)
        {
            _scalarStart = _position + BitOperations.TrailingZeroCount(starts);
            starts &= starts - 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool AreEscapesValid(ReadOnlySpan<byte> item, ulong escaped)
    {
        for (; escaped != 0; escaped &= escaped - 1)
        {
            if (!EscapeText.MayBeValid(item[(_position + BitOperations.TrailingZeroCount(escaped))..]))
            {
                return false;
            }
        }

        return true;
    }
}
