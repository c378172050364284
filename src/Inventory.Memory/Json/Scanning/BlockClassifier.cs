using System.Runtime.CompilerServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>From bytes to masks, the same for every width of registers.</summary>
internal static class BlockClassifier
{
    private const byte LastControl = 0x1F;

    /// <summary>Set in any of the four brackets, these bits make it DEL: one comparison instead of four.</summary>
    private const byte BracketBits = 0x26;
    private const byte BracketWithBits = 0x7F;

    /// <summary>Classifies the 64 bytes that begin there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Classify<TBlock>(ref readonly byte first, out BlockMasks masks)
        where TBlock : struct, IByteBlock<TBlock>
    {
        var block = TBlock.Load(in first);
        masks.Quotes = block.Equal((byte)'"');
        masks.Brackets = block.EqualWith(BracketBits, BracketWithBits);
        masks.Colons = block.Equal((byte)':');
        masks.Commas = block.Equal((byte)',');
        masks.Spaces = block.Equal((byte)' ');
        masks.HasNonAscii = block.HasNonAscii;
        masks.Backslashes = masks.Controls = 0;
        if (block.HasBackslashOrControl)
        {
            masks.Backslashes = block.Equal((byte)'\\');
            masks.Controls = block.AtMost(LastControl);
            if (masks.Controls != 0)
            {
                masks.Spaces |= block.Equal((byte)'\n') | block.Equal((byte)'\r') | block.Equal((byte)'\t');
            }
        }
    }
}
