using System.Buffers;
using System.Text.Json;

namespace Inventory.Memory.GoogleCloud.Redaction;

/// <summary>
/// Copies a resource's JSON token for token, but for values that tend to hold secrets, wherever in a resource they stand:
/// passwords and keys, instance metadata (startup scripts, keys), environment variables, and arguments and substitutions that
/// look like a secret. They become <c>"REDACTED"</c>. Which properties these are is data: <c>Redaction/secrets.json</c>.
/// </summary>
/// <remarks>No state, so safe for concurrent use. Holds nothing; allocates nothing but what the output does.</remarks>
public static class JsonRedactor
{
    /// <summary>The nesting that is followed; deeper JSON is refused.</summary>
    public const int MaxDepth = 64;

    /// <summary>What stands in place of a masked value.</summary>
    private static ReadOnlySpan<byte> Mask => "\"REDACTED\""u8;

    /// <summary>Copies one JSON value.</summary>
    /// <param name="json">One JSON value in UTF-8, at most <see cref="MaxDepth"/> levels deep.</param>
    /// <param name="output">Where to; a value that cannot be read leaves a part of it there.</param>
    /// <exception cref="JsonException">The JSON is not well formed.</exception>
    public static void Redact(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var rules = SecretRules.Default;
        Span<Level> levels = stackalloc Level[MaxDepth + 1];
        levels[0] = new Level(default, SecretMask.None, SecretRules.Unknown);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var copied = 0;
        var property = levels[0];
        while (reader.Read())
        {
            ref var level = ref levels[reader.CurrentDepth];
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    property = PropertyIn(level, rules, ref reader);
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    continue;
                default:
                    break;
            }

            var value = level.Inside == Inside.Array ? level.ForElement() : property;
            if (IsMasked(ref level, value, ref reader))
            {
                output.Write(json[copied..(int)reader.TokenStartIndex]);
                output.Write(Mask);
                reader.Skip();
                copied = (int)reader.BytesConsumed;
            }
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                var inside = reader.TokenType == JsonTokenType.StartObject ? Inside.Object : Inside.Array;
                levels[reader.CurrentDepth + 1] = new Level(inside, value.Mask, value.Name);
            }
        }

        output.Write(json[copied..]);
    }

    /// <summary>What the value of the property is that the reader is at.</summary>
    private static Level PropertyIn(in Level level, SecretRules rules, ref Utf8JsonReader reader)
    {
        var name = rules.Find(ref reader);
        var own = rules.MaskOf(name, level.Name);
        var mask = level.Mask switch
        {
            SecretMask.Members => SecretMask.Value,
            SecretMask.Named when reader.ValueTextEquals("value"u8) => SecretMask.Value,
            SecretMask.Keys when reader.ValueTextEquals("key"u8) => SecretMask.Value,
            SecretMask.Items or SecretMask.Metadata when reader.ValueTextEquals("items"u8) => SecretMask.Named,
            SecretMask.Metadata when !reader.ValueTextEquals("kind"u8) && !reader.ValueTextEquals("fingerprint"u8) => SecretMask.Metadata,
            SecretMask.Suspicious => SuspiciousText.IsIt(reader.ValueSpan) ? SecretMask.Value : SecretMask.Suspicious,
            _ => own,
        };
        return new Level(Inside.Object, mask, name);
    }

    private static bool IsMasked(ref Level level, in Level value, ref Utf8JsonReader reader)
    {
        var isScalar = reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
        return value.Mask switch
        {
            SecretMask.Value => true,
            SecretMask.Named => level.Inside == Inside.Array && reader.TokenType == JsonTokenType.String,
            SecretMask.Metadata => isScalar && level.Mask == SecretMask.Metadata,
            SecretMask.Suspicious when reader.TokenType == JsonTokenType.String => IsSuspicious(ref level, reader.ValueSpan),
            _ => false,
        };
    }

    private static bool IsSuspicious(ref Level level, ReadOnlySpan<byte> text)
    {
        var isAnnounced = level.NextIsSecret;
        level.NextIsSecret = level.Inside == Inside.Array && SuspiciousText.AnnouncesOne(text);
        return isAnnounced || (!level.NextIsSecret && SuspiciousText.IsIt(text));
    }

    private enum Inside : byte
    {
        Nothing,
        Object,
        Array,
    }

    /// <summary>A value, or what the reader is inside of.</summary>
    private struct Level(Inside inside, SecretMask mask, int name)
    {
        /// <summary>Object or array.</summary>
        public readonly Inside Inside = inside;

        /// <summary>What of it is masked.</summary>
        public readonly SecretMask Mask = mask;

        /// <summary>The number of the property's name; of an element, that of its list.</summary>
        public readonly int Name = name;

        /// <summary>Whether the argument before was an option whose value is a secret.</summary>
        public bool NextIsSecret;

        /// <summary>What an element of this list is. A list as the value of a member is masked member by member no more.</summary>
        public readonly Level ForElement() => new(Inside.Nothing, Mask is SecretMask.Members or SecretMask.Items or SecretMask.Metadata ? SecretMask.None : Mask, Name);
    }
}
