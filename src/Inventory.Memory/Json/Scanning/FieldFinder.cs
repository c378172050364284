using System.Buffers;
using System.Runtime.CompilerServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>
/// The wanted properties of an item. While it is scanned, only where their names stand is noted, until all have been
/// found; values are read when the item is whole. Of a property that is there twice the first counts.
/// </summary>
internal sealed class FieldFinder
{
    /// <summary>A bit each.</summary>
    public const int MaxNames = 64;

    /// <summary>Quotes included. A name must be there in whole when the block is looked at in which it begins.</summary>
    public const int MaxQuotedBytes = 48;

    private static readonly SearchValues<byte> s_afterNumber = SearchValues.Create(",}] \r\n\t"u8);

    private readonly byte[][] _quotedNames;
    private readonly int[] _ends;
    private readonly NameSieve _all;

    /// <summary>For the names that have not been found.</summary>
    private NameSieve _sieve;

    /// <param name="quotedNames">The wanted properties; such as <see cref="CanFind"/> says yes to, with quotes. Only read.</param>
    public FieldFinder(byte[][] quotedNames)
    {
        _quotedNames = quotedNames;
        _ends = new int[_quotedNames.Length];
        LongestBytes = _quotedNames.Select(name => name.Length).DefaultIfEmpty().Max();
        Begin();
        _all = _sieve = MakeSieve();
    }

    /// <summary>The longest name's length, quotes included.</summary>
    public int LongestBytes { get; }

    /// <summary>A bit for each name that has not been found.</summary>
    public ulong Missing { get; private set; }

    /// <summary>Whether there are few enough names, and all are short and stand in JSON as they are.</summary>
    public static bool CanFind(byte[][] names) =>
        names.Length <= MaxNames && names.All(name => name.Length <= MaxQuotedBytes - 2 && !name.Any(value => value is < 0x20 or (byte)'"' or (byte)'\\'));

    /// <summary>Another item begins.</summary>
    public void Begin()
    {
        Missing = _ends.Length == 0 ? 0 : ulong.MaxValue >> (MaxNames - _ends.Length);
        _sieve = _all;
    }

    /// <summary>The quotes at which a name may begin that has not been found; as <see cref="NameSieve.Find"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong FindCandidates(ulong openings, ulong quotes, ulong behind, ref byte block) => _sieve.Find(openings, quotes, behind, ref block);

    /// <summary>Takes note of a property, if it is a wanted one.</summary>
    /// <param name="item">The item as far as it is there.</param>
    /// <param name="place">Where in it the opening quote of the property's name is.</param>
    public void Note(ReadOnlySpan<byte> item, int place)
    {
        for (var i = 0; i < _quotedNames.Length; i++)
        {
            if (IsMissing(i) && item[place..].StartsWith(_quotedNames[i]))
            {
                Missing &= ~(1UL << i);
                _ends[i] = place + _quotedNames[i].Length;
                _sieve = MakeSieve();
                return;
            }
        }
    }

    /// <summary>Reads the values of what was found.</summary>
    /// <param name="item">The whole item.</param>
    /// <param name="fields">One for each name.</param>
    public void Resolve(ReadOnlySpan<byte> item, Span<FieldRange> fields)
    {
        for (var i = 0; i < _ends.Length; i++)
        {
            if (!IsMissing(i))
            {
                ReadValue(item, _ends[i], ref fields[i]);
            }
        }
    }

    private static void ReadValue(ReadOnlySpan<byte> item, int start, ref FieldRange field)
    {
        while (item[start] is (byte)':' or (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t')
        {
            start++;
        }

        var text = item[start..];
        if (text[0] == '"')
        {
            var length = text[1..].IndexOfAny((byte)'"', (byte)'\\');
            var isEscaped = text[1 + length] == '\\';
            field = new FieldRange { Start = start + 1, Length = isEscaped ? StringText.Length(text) - 2 : length, IsEscaped = isEscaped };
        }
        else if (text[0] == '-' || char.IsAsciiDigit((char)text[0]))
        {
            field = new FieldRange { Start = start, Length = text.IndexOfAny(s_afterNumber) };
        }
    }

    private NameSieve MakeSieve()
    {
        var sieve = default(NameSieve);
        for (var i = 0; i < _quotedNames.Length; i++)
        {
            sieve = IsMissing(i) ? sieve.With(_quotedNames[i]) : sieve;
        }

        return sieve;
    }

    private bool IsMissing(int name) => ((Missing >> name) & 1) != 0;
}
