using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Inventory.Memory.Json;

/// <summary>A top-level property of an item, as it was noted while the item was read.</summary>
/// <remarks>Valid as long as the item.</remarks>
public readonly struct JsonField
{
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
        var quoted = ArrayPool<byte>.Shared.Rent(raw.Length + 2);
        try
        {
            quoted[0] = (byte)'"';
            raw.CopyTo(quoted.AsSpan(1));
            quoted[raw.Length + 1] = (byte)'"';
            var reader = new Utf8JsonReader(quoted.AsSpan(0, raw.Length + 2));
            return reader.Read() ? reader.GetString()! : "";
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is JSON, but no text: the escapes say which.
            return Encoding.UTF8.GetString(raw);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(quoted);
        }
    }
}
