using System.Text;
using Inventory.Memory.Json;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Says of an item whether it has children of some collection: a property must have a value.</summary>
internal sealed class Condition
{
    private readonly byte[] _value;

    private Condition(int property, string value) => (Property, _value) = (property, Encoding.UTF8.GetBytes(value));

    public int Property { get; }

    /// <param name="text"><c>property=value</c>; null: always.</param>
    /// <param name="properties">Takes in the property.</param>
    public static Condition? Parse(string? text, ItemProperties properties)
    {
        if (text is null)
        {
            return null;
        }

        var at = text.IndexOf('=', StringComparison.Ordinal);
        return new Condition(properties.Add(text[..at]), text[(at + 1)..]);
    }

    public bool IsMet(JsonField actual) => actual.Raw.Span.SequenceEqual(_value);
}
