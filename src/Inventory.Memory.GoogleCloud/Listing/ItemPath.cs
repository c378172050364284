using System.Globalization;
using System.Text.Json;
using Inventory.Memory.Json;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Finds one value inside an item: <c>metadata/name</c>, <c>path/0/name</c>, <c>labels/a~1b</c> (the property <c>a/b</c>).</summary>
internal sealed class ItemPath
{
    private readonly string[] _parts;

    /// <param name="path">Parts with slashes between them; a number is an index where an array stands; <c>.</c> is the item itself.</param>
    public ItemPath(string path)
    {
        Text = path;
        _parts = path == "." ? [] : [.. path.Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal))];
    }

    public string Text { get; }

    /// <summary>The property of the item in which the value is; null for the item itself.</summary>
    public string? Top => _parts.Length == 0 ? null : _parts[0];

    public bool IsTop => _parts.Length == 1;

    /// <summary>The text or number there; absent where there is none.</summary>
    public JsonField Find(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        return TryMoveTo(ref reader) && reader.TokenType is JsonTokenType.String or JsonTokenType.Number
            ? new JsonField(json.Slice((int)reader.TokenStartIndex + (reader.TokenType == JsonTokenType.String ? 1 : 0), reader.ValueSpan.Length), reader.ValueIsEscaped)
            : default;
    }

    /// <summary>Moves a reader that stands before the item to the value.</summary>
    public bool TryMoveTo(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        foreach (var part in _parts)
        {
            if (!(reader.TokenType == JsonTokenType.StartArray ? TryMoveToIndex(ref reader, part) : TryMoveToProperty(ref reader, part)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryMoveToIndex(ref Utf8JsonReader reader, string part)
    {
        if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return false;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (index-- == 0)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool TryMoveToProperty(ref Utf8JsonReader reader, string part)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(part);
            reader.Read();
            if (found)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
