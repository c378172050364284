using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>
/// Where one of some names may begin, for 64 bytes at once: the two bytes behind each place are looked up by halves, in
/// tables that have a bit for each name. Lets some through that are none of them, and loses none.
/// </summary>
/// <remarks>Immutable: one serves all readers of a shape.</remarks>
internal sealed class NameSieve
{
    /// <summary>A byte has so many bits; of more names, some share one.</summary>
    private const int Bits = 8;

    private const int TableBytes = 16;

    /// <summary>Of the first byte behind the quote its lower and its upper half, then of the second; each table repeated over a block.</summary>
    private readonly byte[] _tables = new byte[4 * BlockMasks.Bytes];

    /// <param name="names">The names, in UTF-8.</param>
    public NameSieve(byte[][] names)
    {
        byte[][] quotedNames = [.. names.Select(name => (byte[])[(byte)'"', .. name, (byte)'"'])];
        QuotedNames = quotedNames;
        for (var i = 0; i < _tables.Length; i++)
        {
            var (table, half) = (i / BlockMasks.Bytes, i % TableBytes);
            for (var name = 0; name < quotedNames.Length; name++)
            {
                _tables[i] |= Matches(quotedNames[name], 1 + (table / 2), table % 2, half) ? (byte)(1 << (name % Bits)) : (byte)0;
            }
        }
    }

    /// <summary>The names, quotes included.</summary>
    public byte[][] QuotedNames { get; }

    /// <summary>A bit for each byte of a block that, if it is a quote, may be the first of a name.</summary>
    /// <param name="block">The block's first byte; two more than are its own must be readable.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Find<TBlock>(ref byte block)
        where TBlock : struct, IByteBlock<TBlock>
    {
        if (!TBlock.CanLook)
        {
            return ulong.MaxValue;
        }

        ref var tables = ref MemoryMarshal.GetArrayDataReference(_tables);
        var first = TBlock.Load(in Unsafe.Add(ref block, 1)).Look(Table<TBlock>(ref tables, 0), Table<TBlock>(ref tables, 1));
        return TBlock.Load(in Unsafe.Add(ref block, 2)).Look(Table<TBlock>(ref tables, 2), Table<TBlock>(ref tables, 3)).Common(first);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TBlock Table<TBlock>(ref byte tables, int table)
        where TBlock : struct, IByteBlock<TBlock> => TBlock.Load(in Unsafe.Add(ref tables, table * BlockMasks.Bytes));

    /// <summary>Whether half of the byte at a place of a name is that one; behind an empty name there may be anything.</summary>
    private static bool Matches(byte[] quotedName, int place, int upper, int half) =>
        place >= quotedName.Length || ((quotedName[place] >> (4 * upper)) & 0x0F) == half;
}
