using System.Runtime.CompilerServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>From bytes to masks, the same for every width of registers.</summary>
internal static class BlockClassifier
{
    private const byte LastControl = 0x1F;
    private const byte LastAscii = 0x7F;

    /// <summary>Set in a bracket, this bit makes it a brace: one comparison for both.</summary>
    public const byte BraceBit = 0x20;

    /// <summary>Classifies the 64 bytes that begin there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Classify<TBlock>(ref readonly byte first, out BlockMasks masks)
        where TBlock : struct, IByteBlock<TBlock>
    {
        var block = TBlock.Load(in first);
        masks.Quotes = block.Equal((byte)'"');
        masks.Opens = block.EqualWith(BraceBit, (byte)'{');
        masks.Closes = block.EqualWith(BraceBit, (byte)'}');
        masks.Colons = block.Equal((byte)':');
        masks.Commas = block.Equal((byte)',');
        masks.Spaces = block.Equal((byte)' ');
        masks.Backslashes = masks.Controls = 0;
        masks.HasNonAscii = false;
        if (block.HasRare)
        {
            masks.HasNonAscii = block.AtMost(LastAscii) != ulong.MaxValue;
            masks.Backslashes = block.Equal((byte)'\\');
            masks.Controls = block.AtMost(LastControl);
            if (masks.Controls != 0)
            {
                masks.Spaces |= block.Equal((byte)'\n') | block.Equal((byte)'\r') | block.Equal((byte)'\t');
            }
        }
    }
}
