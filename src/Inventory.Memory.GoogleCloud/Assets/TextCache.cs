using System.Text.Json;

namespace Inventory.Memory.GoogleCloud.Assets;

/// <summary>The same string for the same text, such as an asset type: a list of a million resources has a few hundred of them.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class TextCache
{
    /// <summary>More than there are types and places, and enough for the projects that stand side by side; it starts again past it.</summary>
    private const int MaxTexts = 4096;

    private const int MaxLength = 256;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>The value of the string that the reader stands on; null for a value that is no string.</summary>
    public string? Get(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > MaxLength)
        {
            return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }

        Span<char> buffer = stackalloc char[MaxLength];
        ReadOnlySpan<char> text = buffer[..reader.CopyString(buffer)];
        if (_texts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known))
        {
            return known;
        }

        if (_texts.Count == MaxTexts)
        {
            _texts.Clear();
        }

        known = text.ToString();
        _texts.Add(known);
        return known;
    }
}
