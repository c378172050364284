using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>
/// The wanted properties of an item. While it is scanned, only where a name begins like a wanted one is noted: four bytes
/// compared. Names and values are read when the item is whole.
/// </summary>
internal sealed class FieldFinder
{
    /// <summary>More names that begin like a wanted one than any resource has: then a parser reads the item.</summary>
    private const int MaxCandidates = 32;

    private const int PrefixBytes = sizeof(uint);

    private static readonly SearchValues<byte> s_afterNumber = SearchValues.Create(",}] \r\n\t"u8);

    private readonly byte[][] _quotedNames;
    private readonly (uint Text, uint Mask)[] _prefixes;
    private readonly int[] _candidates = new int[MaxCandidates];

    /// <param name="names">The wanted properties, in UTF-8.</param>
    public FieldFinder(byte[][] names)
    {
        _quotedNames = [.. names.Select(name => (byte[])[(byte)'"', .. name, (byte)'"'])];
        _prefixes = [.. _quotedNames.Select(Prefix)];
    }

    /// <summary>How many names have been noted; a smaller number forgets the last ones.</summary>
    public int Count { get; set; }

    /// <summary>Takes note of the names that begin in a block. False: there are too many candidates.</summary>
    /// <param name="item">The item as far as it is there.</param>
    /// <param name="block">Where the block begins in it.</param>
    /// <param name="names">A bit for each name's opening quote.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNote(ReadOnlySpan<byte> item, int block, ulong names)
    {
        for (; names != 0; names &= names - 1)
        {
            var place = block + BitOperations.TrailingZeroCount(names);
            if (IsCandidate(item, place) && !TryAdd(place))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads what was noted; of a property that is there twice the last value counts.</summary>
    public void Resolve(ReadOnlySpan<byte> item, Span<FieldRange> fields)
    {
        foreach (var candidate in _candidates.AsSpan(0, Count))
        {
            for (var i = 0; i < _quotedNames.Length; i++)
            {
                if (item[candidate..].StartsWith(_quotedNames[i]))
                {
                    ReadValue(item, candidate + _quotedNames[i].Length, ref fields[i]);
                    break;
                }
            }
        }
    }

    private static void ReadValue(ReadOnlySpan<byte> item, int start, ref FieldRange field)
    {
        start += item[start..].IndexOfAnyExcept(": \r\n\t"u8);
        var text = item[start..];
        if (text[0] == '"')
        {
            var length = StringText.Length(text) - 2;
            field = new FieldRange { Start = start + 1, Length = length, IsEscaped = text.Slice(1, length).Contains((byte)'\\') };
        }
        else if (text[0] == '-' || char.IsAsciiDigit((char)text[0]))
        {
            field = new FieldRange { Start = start, Length = text.IndexOfAny(s_afterNumber) };
        }
    }

    private bool IsCandidate(ReadOnlySpan<byte> item, int place)
    {
        if (item.Length - place < PrefixBytes)
        {
            return true;
        }

        var text = MemoryMarshal.Read<uint>(item[place..]);
        foreach (var prefix in _prefixes)
        {
            if ((text & prefix.Mask) == prefix.Text)
            {
                return true;
            }
        }

        return false;
    }

    private bool TryAdd(int place)
    {
        if (Count == MaxCandidates)
        {
            return false;
        }

        _candidates[Count++] = place;
        return true;
    }

    private static (uint Text, uint Mask) Prefix(byte[] quotedName)
    {
        Span<byte> text = stackalloc byte[PrefixBytes], mask = stackalloc byte[PrefixBytes];
        var length = Math.Min(PrefixBytes, quotedName.Length);
        quotedName.AsSpan(0, length).CopyTo(text);
        mask[..length].Fill(byte.MaxValue);
        return (MemoryMarshal.Read<uint>(text), MemoryMarshal.Read<uint>(mask));
    }
}
