using System.Text;
using System.Text.Json;

namespace Inventory.Memory.Json;

/// <summary>A top-level property of an item, as it was noted while the item was read; of one that is there twice, the first.</summary>
/// <remarks>Valid as long as the item.</remarks>
public readonly struct JsonField
{
    /// <summary>Names and tokens are shorter.</summary>
    private const int MostOnStack = 512;

    internal JsonField(ReadOnlyMemory<byte> raw, bool isEscaped)
    {
        Raw = raw;
        IsEscaped = isEscaped;
    }

    /// <summary>The text of the value: of a string what stands between its quotes, of a number its digits; empty where absent.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>Whether <see cref="Raw"/> has JSON escapes.</summary>
    public bool IsEscaped { get; }

    /// <summary>Whether the item has the property, with a value that is text or a number and not empty.</summary>
    public bool IsPresent => !Raw.IsEmpty;

    /// <summary>The value as a string, escapes resolved; empty where absent.</summary>
    public override string ToString() => IsEscaped ? Unescape(Raw.Span) : Encoding.UTF8.GetString(Raw.Span);

    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        Span<byte> quoted = raw.Length <= MostOnStack - 2 ? stackalloc byte[MostOnStack] : new byte[raw.Length + 2];
        quoted = quoted[..(raw.Length + 2)];
        quoted[0] = quoted[^1] = (byte)'"';
        raw.CopyTo(quoted[1..]);
        try
        {
            var reader = new Utf8JsonReader(quoted);
            return reader.Read() ? reader.GetString()! : "";
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is JSON, but no text: the escapes say which.
            return Encoding.UTF8.GetString(raw);
        }
    }
}
