using Inventory.Memory.Json;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>The shape of answers that are not the catalog's lists, with the notices that the page reader looks for.</summary>
internal static class AnswerShapes
{
    public static JsonListShape For(string itemsPath, params string[] fields) => new(itemsPath) { Notices = Notices.All, Fields = fields };
}
