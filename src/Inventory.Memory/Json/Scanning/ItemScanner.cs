using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Inventory.Memory.Json.Scanning;

/// <summary>
/// Finds where an object or array ends, 64 bytes at a time, and on the way proves it valid, sees whether it has white
/// space between tokens, and notes the wanted properties. Goes on where it was when more bytes have come.
/// </summary>
/// <remarks>
/// It never calls a malformed item valid. What it is not sure of (an escaped name, nesting beyond 64, anything wrong) it
/// leaves to the parser, which then says what is wrong. Without validation it is still unsure of what would make the end
/// of a string or of a line doubtful: a backslash outside of strings, a control character inside of one.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal struct ItemScanner
{
    /// <summary>What a block may have to look at behind it: the digits of <c>\u</c>.</summary>
    private const int EscapeTail = 4;

    private const int MaxKinds = 64;

    private readonly FieldFinder _fields;
    private readonly bool _validate;
    private StringTracker _strings;
    private ContainerStack _containers;
    private NestingCounter _nesting;
    private TokenGrammar _grammar;

    /// <summary>One when a number or word goes on from the block before, and where in the item it began.</summary>
    private ulong _inScalar;
    private int _scalarStart;

    private int _position;

    /// <summary>Starts at an item's first byte.</summary>
    /// <param name="fields">Takes note of the wanted properties.</param>
    /// <param name="validate">Whether the item is to be proved valid.</param>
    /// <param name="maxDepth">How deep it may nest.</param>
    public ItemScanner(FieldFinder fields, bool validate, int maxDepth)
    {
        _fields = fields;
        _validate = validate;
        _containers = new ContainerStack(Math.Min(maxDepth, MaxKinds));
        _nesting = new NestingCounter(maxDepth);
        _grammar = TokenGrammar.BeforeItem;
        IsCompact = true;
        fields.Count = 0;
    }

    /// <summary>The item's length, once it has ended.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the item has no white space between tokens.</summary>
    public bool IsCompact { get; private set; }

    /// <summary>Whether there may be bytes in it that are not ASCII: then it is valid only if they are UTF-8.</summary>
    public bool MayHaveNonAscii { get; private set; }

    /// <summary>Goes on.</summary>
    /// <param name="item">From the item's first byte to the last byte that is there, of other items too.</param>
    public ScanOutcome Scan(ReadOnlySpan<byte> item) =>
        Vector512.IsHardwareAccelerated ? Scan<Block512>(item)
        : Vector256.IsHardwareAccelerated ? Scan<Block256>(item)
        : Vector128.IsHardwareAccelerated ? Scan<Block128>(item)
        : Scan<ScalarBlock>(item);

    /// <summary>As <see cref="Scan(ReadOnlySpan{byte})"/>, with registers of a chosen width.</summary>
    internal ScanOutcome Scan<TBlock>(ReadOnlySpan<byte> item)
        where TBlock : struct, IByteBlock<TBlock> => _validate ? Scan<TBlock, Proving>(item) : Scan<TBlock, Following>(item);

    /// <summary>Each of the two ways is a method of its own: compiled as one, the compiler lays it out for whichever ran first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ScanOutcome Scan<TBlock, TWay>(ReadOnlySpan<byte> item)
        where TBlock : struct, IByteBlock<TBlock>
        where TWay : struct, IScanWay
    {
        ref var start = ref MemoryMarshal.GetReference(item);
        var left = item.Length - EscapeTail - _position;
        if (left >= BlockMasks.Bytes)
        {
            BlockClassifier.Classify<TBlock>(in Unsafe.Add(ref start, _position), out var masks);
            for (; left >= BlockMasks.Bytes; left -= BlockMasks.Bytes)
            {
                // One block ahead: where the processor has guessed wrong in this one, the next need not begin from its bytes.
                var now = masks;
                if (left >= 2 * BlockMasks.Bytes)
                {
                    BlockClassifier.Classify<TBlock>(in Unsafe.Add(ref start, _position + BlockMasks.Bytes), out masks);
                }

                var outcome = Step<TWay>(ref Unsafe.Add(ref start, _position), in now, item);
                if (outcome != ScanOutcome.Unfinished)
                {
                    return outcome;
                }
            }
        }

        return ScanRest<TBlock, TWay>(item);
    }

    /// <summary>
    /// Less than a block is there: filled up with spaces, it is looked at for the item's end and for what is wrong. If
    /// neither is in it, it is forgotten, to be looked at again with what comes.
    /// </summary>
    private ScanOutcome ScanRest<TBlock, TWay>(ReadOnlySpan<byte> item)
        where TBlock : struct, IByteBlock<TBlock>
        where TWay : struct, IScanWay
    {
        Span<byte> rest = stackalloc byte[2 * BlockMasks.Bytes];
        rest.Fill((byte)' ');
        item[_position..].CopyTo(rest);
        var (before, begin, noted) = (this, _position, _fields.Count);
        while (_position < item.Length)
        {
            BlockClassifier.Classify<TBlock>(in rest[_position - begin], out var masks);
            var outcome = Step<TWay>(ref rest[_position - begin], in masks, item);
            if (outcome != ScanOutcome.Unfinished)
            {
                return outcome;
            }
        }

        _fields.Count = noted;
        this = before;
        return ScanOutcome.Unfinished;
    }

    /// <summary>Goes on by one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ScanOutcome Step<TWay>(ref byte block, in BlockMasks masks, ReadOnlySpan<byte> item)
        where TWay : struct, IScanWay => TWay.Proves ? Prove(ref block, in masks, item) : Follow(in masks, item);

    /// <summary>The whole grammar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ScanOutcome Prove(ref byte block, in BlockMasks masks, ReadOnlySpan<byte> item)
    {
        MayHaveNonAscii |= masks.HasNonAscii;
        BlockTokens tokens;
        tokens.Quotes = masks.Quotes;
        tokens.Strings = _strings.Next(ref tokens.Quotes, masks.Backslashes, out var escaped);
        tokens.Colons = masks.Colons & ~tokens.Strings;
        tokens.Commas = masks.Commas & ~tokens.Strings;
        tokens.Spaces = masks.Spaces & ~tokens.Strings;
        tokens.Opens = masks.Opens & ~tokens.Strings;
        tokens.Closes = masks.Closes & ~tokens.Strings;
        var isNested = _containers.TryWalk(ref block, tokens.Opens, tokens.Closes, out var levels);
        tokens.Objects = levels.Objects;
        var live = UpTo(levels.End);

        var scalars = ~(tokens.Strings | tokens.Quotes | tokens.Opens | tokens.Closes | tokens.Colons | tokens.Commas | tokens.Spaces);
        var wasInScalar = _inScalar != 0;
        var behind = (scalars << 1) | _inScalar;
        _inScalar = scalars >> (BlockMasks.Bytes - 1);
        tokens.ScalarStarts = scalars & ~behind;
        tokens.AfterScalars = behind & ~scalars;

        var wrong = _grammar.Next(in tokens, out var names, out var inNames)
            | (masks.Controls & tokens.Strings) | (masks.Backslashes & inNames);
        return isNested && (wrong & live) == 0
            && AreScalarsValid(item, tokens.ScalarStarts, tokens.AfterScalars & live, wasInScalar)
            && AreEscapesValid(item, escaped & tokens.Strings & live)
            ? Go(item, levels.End, tokens.Spaces & live, names & levels.Top & live)
            : ScanOutcome.Unsure;
    }

    /// <summary>Strings and nesting alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ScanOutcome Follow(in BlockMasks masks, ReadOnlySpan<byte> item)
    {
        var quotes = masks.Quotes;
        var strings = _strings.Next(ref quotes, masks.Backslashes, out _);
        var isNested = _nesting.TryWalk(masks.Opens & ~strings, masks.Closes & ~strings, out var top, out var end);
        var (spaces, wrong, names, live) = (masks.Spaces & ~strings, (masks.Controls & strings) | (masks.Backslashes & ~strings), 0UL, UpTo(end));
        if (top != 0)
        {
            // The item's own opening brace, its first byte, is like a comma: a name may follow.
            var commas = (masks.Commas & ~strings & top) | (_position == 0 ? 1UL : 0);
            names = _grammar.FindNames(commas, spaces, quotes, strings, out var inNames);
            wrong |= masks.Backslashes & inNames;
        }

        return isNested && (wrong & live) == 0 ? Go(item, end, spaces & live, names & live) : ScanOutcome.Unsure;
    }

    /// <summary>Nothing is wrong with a block: on to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ScanOutcome Go(ReadOnlySpan<byte> item, int end, ulong spaces, ulong names)
    {
        if (!_fields.TryNote(item, _position, names))
        {
            return ScanOutcome.Unsure;
        }

        IsCompact &= spaces == 0;
        if (end == BlockMasks.NoPlace)
        {
            _position += BlockMasks.Bytes;
            return ScanOutcome.Unfinished;
        }

        Length = _position + end + 1;
        return ScanOutcome.Ended;
    }

    /// <summary>A mask of a block's bytes to the item's end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong UpTo(int end) => ulong.MaxValue >> (BlockMasks.Bytes - 1 - Math.Min(end, BlockMasks.Bytes - 1));

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

    private interface IScanWay
    {
        static abstract bool Proves { get; }
    }

    private readonly struct Proving : IScanWay
    {
        public static bool Proves => true;
    }

    private readonly struct Following : IScanWay
    {
        public static bool Proves => false;
    }
}
