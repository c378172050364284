using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Records that are derived from a resource; each says from which in <c>derivedFrom</c>.</summary>
/// <remarks>Holds what one resource gives, never more.</remarks>
internal sealed class DerivedReader(CatalogEntry entry, Derivation derivation, CatalogEntry origin, AnswerNotices missing, MemoryAsker memory)
    : EmbeddedReader(entry, missing)
{
    /// <summary>Three times the largest recorded instance: nobody is asked for what costs less than a page.</summary>
    private const int FreeBytes = 256 * 1024;

    /// <summary>A document has 12 bytes for each token, which may have two bytes; and what is copied out of it.</summary>
    private const int BytesPerByte = 8;

    private readonly DerivedRecords _records = new();
    private int _next;

    protected override void BeginCore()
    {
        _records.Clear();
        _next = 0;
        var needed = Json.Length <= FreeBytes ? 0 : (long)Json.Length * BytesPerByte;
        if (needed > 0 && !memory.TryReserve(needed))
        {
            Refuse();
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(Json);
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
}
