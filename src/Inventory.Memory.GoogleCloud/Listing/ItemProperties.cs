using Inventory.Memory.Json;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>The properties that a list call needs of each of its items, for their names and places.</summary>
/// <remarks>Those at the top are noted while the item is read; the others are looked for in it afterwards.</remarks>
internal sealed class ItemProperties
{
    private readonly List<(ItemPath Path, int Field)> _properties = [];
    private readonly List<string> _fields = [];

    public ItemProperties(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            Add(path);
        }
    }

    /// <summary>What a reader has to note.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>The properties at the top that hold all of these, for a field mask.</summary>
    public IEnumerable<string> Tops => _properties.Select(property => property.Path.Top).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Adds a property, once.</summary>
    /// <returns>Its number, for <see cref="Get(JsonItemReader, int)"/>.</returns>
    public int Add(string path)
    {
        var known = _properties.FindIndex(property => property.Path.Text == path);
        if (known >= 0)
        {
            return known;
        }

        var added = new ItemPath(path);
        _properties.Add((added, added.IsTop ? _fields.Count : -1));
        if (added.IsTop)
        {
            _fields.Add(added.Top!);
        }

        return _properties.Count - 1;
    }

    /// <summary>The text of a property of the item that the reader has found, or skipped.</summary>
    public JsonField Get(JsonItemReader reader, int property)
    {
        var (path, field) = _properties[property];
        return field >= 0 ? reader.GetField(field) : reader.Value.IsEmpty ? default : path.Find(reader.Value);
    }

    /// <summary>The text of a property of an item that stands somewhere else.</summary>
    public JsonField Get(ReadOnlyMemory<byte> json, int property) => _properties[property].Path.Find(json);
}
