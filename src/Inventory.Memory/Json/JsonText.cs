using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Inventory.Memory.Json;

/// <summary>Strings as JSON text, without allocating for those that need no escape.</summary>
internal static class JsonText
{
    /// <summary>What must be escaped and nothing else: records are data, not HTML.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Printable ASCII without quote and backslash.</summary>
    private static readonly SearchValues<byte> s_plainBytes = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x5F).Select(value => (byte)value).Where(value => value is not ((byte)'"' or (byte)'\\'))]);

    private static readonly SearchValues<char> s_plainChars = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x5F).Select(value => (char)value).Where(value => value is not ('"' or '\\'))]);

    public static bool NeedsEscape(ReadOnlySpan<byte> text) => text.ContainsAnyExcept(s_plainBytes);

    /// <summary>Writes the text with its quotes.</summary>
    public static void Write(IBufferWriter<byte> output, string text)
    {
        output.Write("\""u8);
        if (text.AsSpan().ContainsAnyExcept(s_plainChars))
        {
            output.Write(JsonEncodedText.Encode(text, WriterOptions.Encoder).EncodedUtf8Bytes);
        }
        else
        {
            Encoding.ASCII.GetBytes(text, output.GetSpan(text.Length));
            output.Advance(text.Length);
        }

        output.Write("\""u8);
    }

    /// <summary>Makes spaces of line breaks.</summary>
    public static void JoinLines(Span<byte> json)
    {
        json.Replace((byte)'\n', (byte)' ');
        json.Replace((byte)'\r', (byte)' ');
    }
}
