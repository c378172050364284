using System.Buffers;
using System.Text.Json;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>What is derived from one resource, in a buffer that is used again.</summary>
internal sealed class DerivedRecords
{
    /// <summary>More is let go with the resource that it came out of.</summary>
    private const int KeptBytes = 64 * 1024;

    private ArrayBufferWriter<byte> _buffer = new();
    private readonly List<(int Start, int End, string Name)> _records = [];

    public int Count => _records.Count;

    public (ReadOnlyMemory<byte> Json, string Name) this[int index]
    {
        get
        {
            var (start, end, name) = _records[index];
            return (_buffer.WrittenMemory[start..end], name);
        }
    }

    public void Clear()
    {
        _records.Clear();
        if (_buffer.Capacity > KeptBytes)
        {
            _buffer = new();
        }

        _buffer.ResetWrittenCount();
    }

    /// <summary>Adds a record.</summary>
    /// <param name="name">Its full name.</param>
    /// <param name="derivedFrom">Full names of the resources that it comes from.</param>
    /// <param name="write">Writes its other properties.</param>
    public void Add(string name, IEnumerable<string> derivedFrom, Action<Utf8JsonWriter> write)
    {
        var start = _buffer.WrittenCount;
        using (var json = new Utf8JsonWriter(_buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteStartArray("derivedFrom"u8);
            foreach (var origin in derivedFrom)
            {
                json.WriteStringValue(origin);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        _records.Add((start, _buffer.WrittenCount, name));
    }
}
