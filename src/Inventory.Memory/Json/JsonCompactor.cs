using System.Buffers;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Json;

/// <summary>Copies JSON token for token, without the white space between tokens.</summary>
internal static class JsonCompactor
{
    private static readonly SearchValues<byte> s_quoteOrSpace = SearchValues.Create("\" \n\r\t"u8);

    /// <summary>Copies one valid JSON value.</summary>
    public static void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var target = output.GetSpan(json.Length);
        var written = 0;
        while (!json.IsEmpty)
        {
            var length = json.IndexOfAny(s_quoteOrSpace);
            length = length < 0 ? json.Length : json[length] == '"' ? length + StringText.Length(json[length..]) : length;
            json[..length].CopyTo(target[written..]);
            written += length;
            json = json[length..];
            if (!json.IsEmpty && json[0] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                var rest = json.IndexOfAnyExcept(" \n\r\t"u8);
                json = rest < 0 ? [] : json[rest..];
            }
        }

        output.Advance(written);
    }
}
