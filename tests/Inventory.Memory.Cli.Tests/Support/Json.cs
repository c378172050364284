using System.Text.Json.Nodes;

// Not in Support: the namespace Inventory.Memory.Json would be found before it.
namespace Inventory.Memory.Cli.Tests;

internal static class Json
{
    /// <summary>Fails where a line is not a whole JSON object, or the last one has no end.</summary>
    public static IReadOnlyList<JsonNode> Lines(string ndjson)
    {
        Assert.True(ndjson.Length == 0 || ndjson[^1] == '\n', "The last line has no end.");
        return [.. ndjson.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    public static JsonNode File(string path) => JsonNode.Parse(System.IO.File.ReadAllText(path))!;

    public static string Text(this JsonNode node, string property) => node[property]!.GetValue<string>();

    public static long Number(this JsonNode node, string property) => node[property]!.GetValue<long>();

    public static IEnumerable<string> Properties(this JsonNode node) => node.AsObject().Select(property => property.Key);
}
