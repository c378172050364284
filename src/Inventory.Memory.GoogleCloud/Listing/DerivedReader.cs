using System.Buffers;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Records that are derived from a resource; each says from which in <c>derivedFrom</c>.</summary>
/// <remarks>Holds what one resource gives, never more.</remarks>
internal sealed class DerivedReader(CatalogEntry entry, Derivation derivation, CatalogEntry origin) : EmbeddedReader(entry)
{
    /// <summary>A document takes as much again as its text, and nobody is asked: of a larger resource only what is needed is read.</summary>
    private const int WholeBytes = 64 * 1024;

    private const int MaxNeededBytes = 1024 * 1024;

    private readonly DerivedRecords _records = new();
    private int _next;

    protected override void BeginCore()
    {
        _records.Clear();
        _next = 0;
        using var document = JsonDocument.Parse(Json.Length <= WholeBytes ? Json : CopyNeeded());
        derivation.Derive(document.RootElement, origin, OriginName, _records);
    }

    protected override bool TryReadCore(ResourceItem item)
    {
        if (_next == _records.Count)
        {
            return false;
        }

        (item.Json, var name) = _records[_next++];
        item.IsCompact = true;
        item.Version = null;
        item.SetName(name);
        return true;
    }

    /// <exception cref="ScopeFailedException">That alone is too large.</exception>
    private ReadOnlyMemory<byte> CopyNeeded()
    {
        var properties = derivation.PropertiesOf(origin);
        var needed = new ArrayBufferWriter<byte>();
        var reader = new Utf8JsonReader(Json.Span);
        needed.Write("{"u8);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isNeeded = IsAny(properties, ref reader);
            reader.Read();
            reader.Skip();
            var property = Json.Span[start..(int)reader.BytesConsumed];
            if (isNeeded && needed.WrittenCount + property.Length > MaxNeededBytes)
            {
                throw new ScopeFailedException(
                    ScopeState.Failed,
                    "itemTooLarge",
                    $"What is derived from '{OriginName}' has more than {MaxNeededBytes} bytes there, of {Json.Length}. Leave the derived type out with --exclude.");
            }

            if (isNeeded)
            {
                needed.Write(needed.WrittenCount > 1 ? ","u8 : []);
                needed.Write(property);
            }
        }

        needed.Write("}"u8);
        return needed.WrittenMemory;
    }

    private static bool IsAny(IReadOnlyList<string> properties, ref Utf8JsonReader reader)
    {
        for (var i = 0; i < properties.Count; i++)
        {
            if (reader.ValueTextEquals(properties[i]))
            {
                return true;
            }
        }

        return false;
    }
}
