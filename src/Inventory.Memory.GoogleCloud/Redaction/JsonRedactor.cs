using System.Buffers;
using System.Text.Json;

namespace Inventory.Memory.GoogleCloud.Redaction;

/// <summary>
/// Copies a resource's JSON token for token, but for values that tend to hold secrets: of instance metadata (startup
/// scripts, keys), wherever in a resource it stands, and of environment variables. They become <c>"REDACTED"</c>.
/// </summary>
/// <remarks>No state, so safe for concurrent use. Holds nothing; allocates nothing but what the output does.</remarks>
public static class JsonRedactor
{
    /// <summary>The nesting that is followed; deeper JSON is refused.</summary>
    public const int MaxDepth = 64;

    /// <summary>What the reader is inside of, per level.</summary>
    private enum Inside : byte
    {
        Other,
        Metadata,
        MetadataItems,
        Variables,
        VariableList,
        NamedValue,
    }

    /// <summary>What stands in place of a masked value.</summary>
    private static ReadOnlySpan<byte> Mask => "\"REDACTED\""u8;

    /// <summary>Copies one JSON value.</summary>
    /// <param name="json">One JSON value in UTF-8, at most <see cref="MaxDepth"/> levels deep.</param>
    /// <param name="output">Where to; a value that cannot be read leaves a part of it there.</param>
    /// <exception cref="JsonException">The JSON is not well formed.</exception>
    public static void Redact(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<Inside> levels = stackalloc Inside[MaxDepth + 1];
        levels[0] = Inside.Other;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var copied = 0;
        var next = Inside.Other;
        var mask = false;
        while (reader.Read())
        {
            var inside = levels[reader.CurrentDepth];
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    next = Entered(inside, ref reader);
                    mask = inside == Inside.Variables || (inside == Inside.NamedValue && reader.ValueTextEquals("value"u8));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    next = Inside.Other;
                    break;
                default:
                    if (mask || (inside == Inside.VariableList && reader.TokenType == JsonTokenType.String))
                    {
                        output.Write(json[copied..(int)reader.TokenStartIndex]);
                        output.Write(Mask);
                        reader.Skip();
                        copied = (int)reader.BytesConsumed;
                    }
                    else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        levels[reader.CurrentDepth + 1] = Began(inside, next, reader.TokenType == JsonTokenType.StartObject);
                    }

                    (mask, next) = (false, Inside.Other);
                    break;
            }
        }

        output.Write(json[copied..]);
    }

    /// <summary>What a property's value will be.</summary>
    private static Inside Entered(Inside inside, ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("metadata"u8) || reader.ValueTextEquals("commonInstanceMetadata"u8) ? Inside.Metadata
        : inside == Inside.Metadata && reader.ValueTextEquals("items"u8) ? Inside.MetadataItems
        : reader.ValueTextEquals("environmentVariables"u8) || reader.ValueTextEquals("buildEnvironmentVariables"u8) ? Inside.Variables
        : reader.ValueTextEquals("env"u8) ? Inside.VariableList
        : Inside.Other;

    /// <summary>What an object or array that begins is.</summary>
    private static Inside Began(Inside parent, Inside property, bool isObject) => (parent, property, isObject) switch
    {
        (Inside.MetadataItems or Inside.VariableList, _, true) => Inside.NamedValue,
        (_, Inside.Metadata or Inside.Variables, true) => property,
        (_, Inside.MetadataItems or Inside.VariableList, false) => property,
        _ => Inside.Other,
    };
}
