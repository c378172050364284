using System.Text;
using System.Text.Json.Nodes;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Makes the body of a list call that is a POST: the catalog's, filled in, with the page's size and token where they belong.</summary>
internal static class PostBody
{
    /// <summary>The body of one page.</summary>
    /// <param name="entry">A collection with a body.</param>
    /// <param name="project">The project.</param>
    /// <param name="parent">The name of the parent without host and project; its last part is its id.</param>
    /// <param name="pageSize">Resources a page.</param>
    /// <param name="pageToken">Null for the first page.</param>
    public static byte[] Make(CatalogEntry entry, string project, string parent, int pageSize, string? pageToken)
    {
        var id = parent[(parent.LastIndexOf('/') + 1)..];
        var body = JsonNode.Parse(entry.Body!)!.AsObject();
        FillIn(body, text => text
            .Replace("{project}", project, StringComparison.Ordinal)
            .Replace("{parentId}", id, StringComparison.Ordinal)
            .Replace("{databaseId}", id == "(default)" ? "" : id, StringComparison.Ordinal));
        if (entry.PageSizeParameter is { } sizePath)
        {
            Set(body, sizePath, JsonValue.Create(Math.Clamp(pageSize, 1, entry.MaxPageSize)));
        }

        if (pageToken is not null && entry.PageTokenParameter is { } tokenPath)
        {
            Set(body, tokenPath, JsonValue.Create(pageToken));
        }

        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    private static void FillIn(JsonObject node, Func<string, string> fill)
    {
        foreach (var (name, value) in node.ToArray())
        {
            switch (value)
            {
                case JsonObject below:
                    FillIn(below, fill);
                    break;
                case JsonValue text when text.TryGetValue<string>(out var template):
                    node[name] = fill(template);
                    break;
                default:
                    break;
            }
        }
    }

    private static void Set(JsonObject body, string path, JsonNode value)
    {
        var parts = path.Split('/');
        foreach (var part in parts[..^1])
        {
            if (body[part] is not JsonObject below)
            {
                body[part] = below = [];
            }

            body = below;
        }

        body[parts[^1]] = value;
    }
}
