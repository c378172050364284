using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.Json;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>How the answers of a list call are read.</summary>
internal static class ListShapes
{
    public const int Warning = 0;
    public const int Unreachables = 1;
    public const int Unreachable = 2;
    public const int MissingZones = 3;
    public const int Error = 4;

    public const int SelfLink = 0;
    public const int Name = 1;
    public const int Id = 2;

    private static readonly string[] s_notices = ["warning", "unreachables", "unreachable", "missingZones", "error"];
    private static readonly string[] s_fields = ["selfLink", "name", "id"];

    public static JsonListShape For(CatalogEntry entry, ScopeKind kind) => new(ItemsPath(entry, kind))
    {
        Notices = s_notices,
        Fields = s_fields,
    };

    public static IReadOnlyList<string> NoticeNames => s_notices;

    public static string NoticeName(int index) => s_notices[index];

    public static string ItemsPath(CatalogEntry entry, ScopeKind kind) =>
        kind == ScopeKind.Aggregated ? $"items/*/{entry.Segment ?? entry.Name}" : "items";
}
