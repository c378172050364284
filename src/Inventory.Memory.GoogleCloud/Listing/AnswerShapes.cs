using Inventory.Memory.Json;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>The shape of answers that are not the catalog's lists, with the notices that the page reader looks for.</summary>
internal static class AnswerShapes
{
    /// <summary>
    /// What list answers have beside their items, a page token and what is missing, by the discovery documents of 132 APIs and by
    /// recordings: an answer with nothing of it is another server's, and no empty list.
    /// </summary>
    public static IReadOnlyList<string> KnownProperties { get; } =
    [
        "kind", "id", "selfLink", "etag", "nextPageToken", "nextSyncToken", "totalSize", "totalItems", "totalCount", "unit", "readTime",
        "header", "apiVersion", "metadata", "batch", "query", "prefixes", "errors", "executionErrors",
        "unreachableLocations", "failedLocation", "failedLocations",
    ];

    public static JsonListShape For(string itemsPath, params string[] fields) => new(itemsPath) { Notices = Notices.All, KnownProperties = KnownProperties, Fields = fields };
}
