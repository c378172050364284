using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Reads the records that come out of a resource without a call of their own, one after another.</summary>
/// <remarks>Works on the bytes of the resource where they are. Not safe for concurrent use.</remarks>
internal abstract class EmbeddedReader
{
    private readonly CatalogEntry _entry;

    protected EmbeddedReader(CatalogEntry entry) => _entry = entry;

    /// <summary>The resource, untouched until the last record has been read.</summary>
    protected ReadOnlyMemory<byte> Json { get; private set; }

    protected bool IsCompact { get; private set; }

    protected string Location { get; private set; } = "";

    /// <summary>The full name of the resource.</summary>
    protected string OriginName { get; private set; } = "";

    public static EmbeddedReader Create(CatalogEntry entry, CatalogEntry origin, string project) =>
        entry.Within is not null ? new WithinReader(entry, project) : new DerivedReader(entry, Derivation.Of(entry), origin);

    /// <summary>Begins with a resource that has just been read.</summary>
    public void Begin(ReadOnlyMemory<byte> json, bool isCompact, string location, string originName)
    {
        (Json, IsCompact, Location, OriginName) = (json, isCompact, location, originName);
        BeginCore();
    }

    /// <summary>Puts the next record into the item. False: there is none any more.</summary>
    public bool TryRead(ResourceItem item)
    {
        if (!TryReadCore(item))
        {
            Json = default;
            return false;
        }

        item.AssetType = _entry.AssetTypes[0];
        item.DiscoveryName = _entry.Type;
        item.Location = Location;
        item.Parent = OriginName;
        return true;
    }

    protected abstract void BeginCore();

    /// <summary>Sets JSON, name and version.</summary>
    protected abstract bool TryReadCore(ResourceItem item);
}
