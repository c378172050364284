using System.Text.Json;
using Inventory.Memory.GoogleCloud.Listing;

namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary>Labels that a resource must have, each with its value or with any.</summary>
/// <remarks>Looked for in the answer: not every API can filter by label, and a filter means the same everywhere.</remarks>
internal sealed class LabelFilter
{
    private readonly (string Key, string? Value)[] _labels;

    private LabelFilter((string Key, string? Value)[] labels) => _labels = labels;

    /// <summary>Reads <c>key=value</c>, or <c>key</c> for any value.</summary>
    /// <returns>Null where there is nothing to filter by.</returns>
    /// <exception cref="ArgumentException">A label has no key.</exception>
    public static LabelFilter? Parse(IReadOnlyList<string> texts) => texts.Count == 0 ? null : new LabelFilter([.. texts.Select(Parse)]);

    /// <summary>Whether the item has all of the labels.</summary>
    /// <param name="json">The item.</param>
    /// <param name="path">Where its labels are.</param>
    public bool IsMatch(ReadOnlySpan<byte> json, ItemPath path)
    {
        foreach (var (key, value) in _labels)
        {
            if (!HasLabel(json, path, key, value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasLabel(ReadOnlySpan<byte> json, ItemPath path, string key, string? value)
    {
        var reader = new Utf8JsonReader(json);
        if (!path.TryMoveTo(ref reader) || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(key);
            reader.Read();
            if (found)
            {
                return value is null || (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(value));
            }

            reader.Skip();
        }

        return false;
    }

    private static (string Key, string? Value) Parse(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at == 0 || text.Length == 0
            ? throw new ArgumentException($"The label '{text}' has no key; write key=value, or key alone for any value.", (string?)null)
            : at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }
}
