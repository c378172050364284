using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>
/// From bytes to masks, the same for every width of registers. Some blocks at a time, in a loop that calls nothing and
/// never branches, so that what is compared with stays in registers.
/// </summary>
internal sealed class BlockClassifier
{
    /// <summary>At a time: more would be looked at for nothing behind each item's end.</summary>
    public const int MaxBlocks = 8;

    private const byte LastControl = 0x1F;

    /// <summary>Set in a bracket, this bit makes it a brace: one comparison for both.</summary>
    private const byte BraceBit = 0x20;

    /// <summary>One more than there are blocks: behind the last, quotes may be anywhere.</summary>
    private readonly BlockMasks[] _masks = new BlockMasks[MaxBlocks + 1];

    /// <summary>The masks of the first block; the others follow.</summary>
    public ref BlockMasks Masks => ref MemoryMarshal.GetArrayDataReference(_masks);

    /// <summary>The quotes of the block behind one of the classified, escaped ones too; where it has not been classified, all bits.</summary>
    /// <param name="masks">That one's masks.</param>
    public static ulong QuotesBehind(ref readonly BlockMasks masks) => Unsafe.Add(ref Unsafe.AsRef(in masks), 1).Quotes;

    /// <summary>Classifies blocks that stand one behind another.</summary>
    /// <param name="first">Their first byte.</param>
    /// <param name="count">How many; at most <see cref="MaxBlocks"/>.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Classify<TBlock, TWay>(ref byte first, int count)
        where TBlock : struct, IByteBlock<TBlock>
        where TWay : struct, IScanWay
    {
        ref var next = ref first;
        var rare = default(TBlock);
        foreach (ref var masks in _masks.AsSpan(0, count))
        {
            var block = TBlock.Load(in next);
            masks.Quotes = block.Equal((byte)'"');
            masks.Opens = block.EqualWith(BraceBit, (byte)'{');
            masks.Closes = block.EqualWith(BraceBit, (byte)'}');
            masks.Spaces = block.Equal((byte)' ');
            if (TWay.Proves)
            {
                masks.Colons = block.Equal((byte)':');
                masks.Commas = block.Equal((byte)',');
            }

            masks.Rare = 0;
            rare = block.AddRare(rare);
            next = ref Unsafe.Add(ref next, BlockMasks.Bytes);
        }

        _masks[count].Quotes = ulong.MaxValue;
        if (rare.TopBits != 0)
        {
            ClassifyRare<TBlock>(ref first, count);
        }
    }

    private void ClassifyRare<TBlock>(ref byte first, int count)
        where TBlock : struct, IByteBlock<TBlock>
    {
        for (var i = 0; i < count; i++)
        {
            ref var masks = ref _masks[i];
            var block = TBlock.Load(in Unsafe.Add(ref first, i * BlockMasks.Bytes));
            masks.Rare = block.AddRare(default).TopBits;
            if (masks.Rare != 0)
            {
                masks.Backslashes = block.Equal((byte)'\\');
                masks.Controls = block.AtMost(LastControl);
                masks.Spaces |= block.Equal((byte)'\n') | block.Equal((byte)'\r') | block.Equal((byte)'\t');
            }
        }
    }
}
