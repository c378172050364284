using System.Buffers;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Records that are derived from a resource; each says from which in <c>derivedFrom</c>.</summary>
/// <remarks>Holds what one resource gives, never more.</remarks>
internal sealed class DerivedReader(CatalogEntry entry, Derivation derivation, CatalogEntry origin, AnswerNotices missing, MemoryAsker memory)
    : EmbeddedReader(entry, missing)
{
    /// <summary>Of a larger resource only what is needed is read.</summary>
    private const int WholeBytes = 64 * 1024;

    private const int MaxNeededBytes = 1024 * 1024;

    /// <summary>A document has 12 bytes for each token, which may have two bytes; and what is copied out of it.</summary>
    private const int BytesPerByte = 8;

    private readonly DerivedRecords _records = new();
    private int _next;

    protected override void BeginCore()
    {
        _records.Clear();
        _next = 0;
        var isWhole = Json.Length <= WholeBytes;
        var text = isWhole ? Json : CopyNeeded();

        // Nobody is asked for what costs less than a page.
        var needed = isWhole ? 0 : (long)text.Length * BytesPerByte;
        if (needed > 0 && !memory.TryReserve(needed))
        {
            Refuse();
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            derivation.Derive(document.RootElement, origin, OriginName, _records);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // What was derived before the trouble came is not the whole.
            _records.Clear();
            throw;
        }
        finally
        {
            if (needed > 0)
            {
                memory.Release(needed);
            }
        }
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
