using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Reads the records that come out of a resource without a call of their own, one after another.</summary>
/// <remarks>Works on the bytes of the resource where they are. Not safe for concurrent use.</remarks>
internal abstract class EmbeddedReader
{
    private readonly CatalogEntry _entry;
    private readonly AnswerNotices _missing;

    protected EmbeddedReader(CatalogEntry entry, AnswerNotices missing) => (_entry, _missing) = (entry, missing);

    /// <summary>The resource, untouched until the last record has been read.</summary>
    protected ReadOnlyMemory<byte> Json { get; private set; }

    protected bool IsCompact { get; private set; }

    protected string Location { get; private set; } = "";

    /// <summary>The full name of the resource.</summary>
    protected string OriginName { get; private set; } = "";

    public static EmbeddedReader Create(CatalogEntry entry, CatalogEntry origin, string project, AnswerNotices missing, MemoryAsker memory) =>
        entry.Within is not null ? new WithinReader(entry, project, missing) : new DerivedReader(entry, Derivation.Of(entry), origin, missing, memory);

    /// <summary>Begins with a resource that has just been read.</summary>
    public void Begin(ReadOnlyMemory<byte> json, bool isCompact, string location, string originName)
    {
        (Json, IsCompact, Location, OriginName) = (json, isCompact, location, originName);
        try
        {
            BeginCore();
        }
        catch (Exception problem) when (IsOfJson(problem))
        {
            GiveUp();
        }
    }

    /// <summary>Puts the next record into the item. False: there is none any more.</summary>
    public bool TryRead(ResourceItem item)
    {
        if (!TryReadValid(item))
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

    /// <summary>Something that comes out of the resource is no resource itself.</summary>
    protected void LeaveOut(string what, string problem) => _missing.AddLeftOut(_entry.AssetTypes[0], Location, $"{what} of '{OriginName}'", problem);

    /// <summary>There is no memory for what comes out of the resource.</summary>
    protected void Refuse() => _missing.AddRefused(_entry.AssetTypes[0], Location, $"What comes out of '{OriginName}'", Json.Length);

    /// <summary>As <see cref="ListCursor"/> of its items: half a surrogate pair is valid JSON, and an item need not be proved to be any.</summary>
    private static bool IsOfJson(Exception problem) => problem is JsonException or InvalidOperationException;

    private bool TryReadValid(ResourceItem item)
    {
        try
        {
            return !Json.IsEmpty && TryReadCore(item);
        }
        catch (Exception problem) when (IsOfJson(problem))
        {
            GiveUp();
            return false;
        }
    }

    private void GiveUp()
    {
        LeaveOut($"'{_entry.FullName}'", ItemProblem.NotValid);
        Json = default;
    }

    /// <summary>Sets JSON, name and version.</summary>
    protected abstract bool TryReadCore(ResourceItem item);
}
