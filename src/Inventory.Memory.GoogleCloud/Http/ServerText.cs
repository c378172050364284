using System.Text.Json;
using Inventory.Memory.Json;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>Texts of a server that are no resource: warnings, places, errors. Whatever it sends, what is made of it is small.</summary>
internal static class ServerText
{
    /// <summary>Several times what is kept of the longest, a message.</summary>
    public const int MaxBytes = 4096;

    private const int EscapeBytes = 6;

    /// <summary>The string or name that the reader stands on, as far as <see cref="MaxBytes"/>; where its escapes make no text, as it was sent.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        var raw = reader.ValueSpan;
        if (raw.Length > MaxBytes)
        {
            raw = raw[..MaxBytes];
            var escape = raw.LastIndexOf((byte)'\\');
            raw = escape >= MaxBytes - 2 * EscapeBytes ? raw[..FirstOf(raw, escape)] : raw;
        }

        return new JsonField(raw.ToArray(), reader.ValueIsEscaped).ToString();
    }

    /// <summary>Where the escapes begin that stand side by side at the end: to cut one, or half of a pair, would spoil the text.</summary>
    private static int FirstOf(ReadOnlySpan<byte> raw, int escape)
    {
        var first = escape;
        while (first > 0 && raw[first - 1] == '\\')
        {
            first--;
        }

        return first >= EscapeBytes && raw[first - EscapeBytes] == '\\' && raw[first - EscapeBytes + 1] == 'u' ? first - EscapeBytes : first;
    }
}
