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
internal partial struct ItemScanner
{
    /// <summary>What may have to be looked at behind a block: the digits of <c>\u</c>, or the rest of a wanted name.</summary>
    private const int EscapeBytes = 4;

    private const int MaxKinds = 64;

    private readonly FieldFinder _fields;
    private readonly BlockClassifier _classifier = new();
    private readonly bool _validate;
    private readonly int _tail;
    private StringTracker _strings;
    private ContainerStack _containers;
    private NestingCounter _nesting;
    private TokenGrammar _grammar;

    /// <summary>One when a number or word goes on from the block before, and where in the item it began.</summary>
    private ulong _inScalar;
    private int _scalarStart;

    private int _position;

    /// <summary>Creates a scanner; <see cref="Begin"/> comes next.</summary>
    /// <param name="fields">Takes note of the wanted properties.</param>
    /// <param name="validate">Whether items are to be proved valid.</param>
    /// <param name="maxDepth">How deep they may nest.</param>
    public ItemScanner(FieldFinder fields, bool validate, int maxDepth)
    {
        _fields = fields;
        _validate = validate;
        _tail = Math.Max(EscapeBytes, fields.LongestBytes);
        _containers = new ContainerStack(Math.Min(maxDepth, MaxKinds));
        _nesting = new NestingCounter(maxDepth);
        Begin();
    }

    /// <summary>The item's length, once it has ended.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the item has no white space between tokens.</summary>
    public bool IsCompact { get; private set; }

    /// <summary>Whether there may be bytes in it that are not ASCII: then it is valid only if they are UTF-8.</summary>
    public bool MayHaveNonAscii { get; private set; }

    /// <summary>Starts at an item's first byte.</summary>
    public void Begin()
    {
        _strings = default;
        _containers.Begin();
        _nesting.Begin();
        _grammar = TokenGrammar.BeforeItem;
        (_inScalar, _position) = (0, 0);
        IsCompact = true;
        MayHaveNonAscii = false;
        _fields.Begin();
    }

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
        for (int blocks; (blocks = Math.Min((item.Length - _tail - _position) / BlockMasks.Bytes, BlockClassifier.MaxBlocks)) > 0;)
        {
            var outcome = Walk<TBlock, TWay>(ref Unsafe.Add(ref start, _position), blocks, item);
            if (outcome != ScanOutcome.Unfinished)
            {
                return outcome;
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
        Span<byte> rest = stackalloc byte[3 * BlockMasks.Bytes];
        rest.Fill((byte)' ');
        item[_position..].CopyTo(rest);
        var before = this;
        var outcome = Walk<TBlock, TWay>(ref rest[0], (item.Length - _position + BlockMasks.Bytes - 1) / BlockMasks.Bytes, item);
        if (outcome != ScanOutcome.Unfinished)
        {
            return outcome;
        }

        this = before;
        return ScanOutcome.Unfinished;
    }

    /// <summary>Goes on by some blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ScanOutcome Walk<TBlock, TWay>(ref byte first, int blocks, ReadOnlySpan<byte> item)
        where TBlock : struct, IByteBlock<TBlock>
        where TWay : struct, IScanWay
    {
        _classifier.Classify<TBlock, TWay>(ref first, blocks);
        ref var masks = ref _classifier.Masks;
        if (!TWay.Proves)
        {
            return Follow(ref first, ref masks, blocks, item);
        }

        for (var i = 0; i < blocks; i++)
        {
            var outcome = Prove<TBlock>(ref Unsafe.Add(ref first, i * BlockMasks.Bytes), in Unsafe.Add(ref masks, i), item);
            if (outcome != ScanOutcome.Unfinished)
            {
                return outcome;
            }
        }

        return ScanOutcome.Unfinished;
    }

    /// <summary>Nothing is wrong with a block: on to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ScanOutcome Go(int end, ulong spaces)
    {
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
}
