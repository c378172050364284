using System.Text.Json;

namespace Inventory.Memory.GoogleCloud.Emulator.Json;

/// <summary>Copies a JSON value token for token, laid out anew, without what a mask leaves out.</summary>
internal static class JsonReformatter
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 512 };

    /// <param name="json">One JSON value.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="mask">What to keep; null keeps everything.</param>
    public static void Copy(ReadOnlySpan<byte> json, JsonEmitter output, FieldMask? mask)
    {
        var reader = new Utf8JsonReader(json, s_options);
        reader.Read();
        CopyValue(ref reader, json, output, mask);
    }

    private static void CopyValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, JsonEmitter output, FieldMask? mask)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                output.Start((byte)'{');
                CopyProperties(ref reader, json, output, mask);
                output.End((byte)'}');
                break;
            case JsonTokenType.StartArray:
                output.Start((byte)'[');
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    CopyValue(ref reader, json, output, mask);
                }

                output.End((byte)']');
                break;
            default:
                output.Raw(json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]);
                break;
        }
    }

    private static void CopyProperties(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> json, JsonEmitter output, FieldMask? mask)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.ValueSpan;
            FieldMask? child = null;
            var keep = mask is null || mask.TrySelect(name, out child);
            reader.Read();
            if (keep)
            {
                output.Name(name);
                CopyValue(ref reader, json, output, child);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
