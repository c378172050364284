using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Inventory.Memory.Json;

/// <summary>The text or number of one of an item's properties, where it stands in the item.</summary>
/// <remarks>Valid as long as the item.</remarks>
public readonly struct JsonField
{
    /// <summary>Names and tokens are shorter.</summary>
    private const int MostOnStack = 512;

    /// <summary>Names a text in JSON.</summary>
    /// <param name="raw">What stands between the quotes of a string, or a number's digits; empty where the property is absent.</param>
    /// <param name="isEscaped">Whether it has JSON escapes.</param>
    public JsonField(ReadOnlyMemory<byte> raw, bool isEscaped)
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

    /// <summary>The value as a string, escapes resolved; empty where absent, with the escapes where they make no text.</summary>
    public override string ToString() => TryGetText(out var text) ? text : Encoding.UTF8.GetString(Raw.Span);

    /// <summary>The value as a string, escapes resolved; empty where absent.</summary>
    /// <param name="text">The string.</param>
    /// <returns>False: its escapes make no text. Half a surrogate pair is JSON, but no text.</returns>
    public bool TryGetText([NotNullWhen(true)] out string? text)
    {
        text = IsEscaped ? Unescape(Raw.Span) : Encoding.UTF8.GetString(Raw.Span);
        return text is not null;
    }

    private static string? Unescape(ReadOnlySpan<byte> raw)
    {
        Span<byte> quoted = raw.Length <= MostOnStack - 2 ? stackalloc byte[MostOnStack] : new byte[raw.Length + 2];
        quoted = quoted[..(raw.Length + 2)];
        quoted[0] = quoted[^1] = (byte)'"';
        raw.CopyTo(quoted[1..]);
        try
        {
            var reader = new Utf8JsonReader(quoted);
            return reader.Read() ? reader.GetString() : null;
        }
        catch (Exception problem) when (problem is InvalidOperationException or JsonException)
        {
            // Half a surrogate pair; or an escape that was cut, or never proved to be one.
            return null;
        }
    }
}
