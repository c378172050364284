using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Records that are derived from a resource; each says from which in <c>derivedFrom</c>.</summary>
/// <remarks>Holds what one resource gives, never more.</remarks>
internal sealed class DerivedReader(CatalogEntry entry, Derivation derivation, CatalogEntry origin) : EmbeddedReader(entry)
{
    private readonly DerivedRecords _records = new();
    private int _next;

    protected override void BeginCore()
    {
        _records.Clear();
        _next = 0;
        using var document = JsonDocument.Parse(Json);
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
}
