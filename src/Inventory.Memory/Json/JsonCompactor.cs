using System.Buffers;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Json;

/// <summary>Copies JSON token for token, without the white space between tokens.</summary>
internal static class JsonCompactor
{
    private static readonly SearchValues<byte> s_quoteOrSpace = SearchValues.Create("\" \n\r\t"u8);

    /// <summary>An output that cannot take a large value whole takes it in pieces of this size.</summary>
    public const int PieceBytes = 16 * 1024;

    /// <summary>Copies one valid JSON value.</summary>
    public static void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var target = output.GetSpan(Math.Min(json.Length, PieceBytes));
        var written = 0;
        while (!json.IsEmpty)
        {
            var length = json.IndexOfAny(s_quoteOrSpace);
            length = length < 0 ? json.Length : json[length] == '"' ? length + StringText.Length(json[length..]) : length;
            for (var text = json[..length]; !text.IsEmpty;)
            {
                if (written == target.Length)
                {
                    output.Advance(written);
                    target = output.GetSpan(Math.Min(json.Length, PieceBytes));
                    written = 0;
                }

                var piece = text[..Math.Min(text.Length, target.Length - written)];
                piece.CopyTo(target[written..]);
                written += piece.Length;
                text = text[piece.Length..];
            }

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
