using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>
/// The template of a service's resources, made from the catalog: whatever names and places them there is put where the
/// catalog looks for it, so that a collection that the emulator does not know is served as well.
/// </summary>
internal static partial class ServiceTemplate
{
    private const string Item = "{.}";

    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="entry">The collection.</param>
    /// <param name="kind">Where it is listed.</param>
    /// <param name="body">Further properties, as JSON.</param>
    public static string Make(CatalogEntry entry, ScopeKind kind, string body)
    {
        if (LocationList.Lists(entry))
        {
            return """{"name":"projects/{project}/locations/{location}","locationId":"{location}","displayName":"{location}"}""";
        }

        var template = entry.NameTemplate!;
        if (template.Contains(Item, StringComparison.Ordinal))
        {
            // Items that are text: the template's body is the text.
            return body.StartsWith('"') ? body : $"\"{Kinds.NamePrefix(entry)}-{{n}}\"";
        }

        var item = new JsonObject();
        var optional = 0;
        foreach (Match match in Property().Matches(template))
        {
            var path = match.Groups["path"].Value;
            if (path is not ("project" or "location" or "parent") && (!match.Value.StartsWith('[') || optional++ == 0))
            {
                Set(item, path, path == "name" && IsWholeName(template, entry) ? WholeName(entry, kind) : ShortName(entry, kind));
            }
        }

        if (entry.LocationPath is { } location && location != "name")
        {
            Set(item, location, "{location}");
        }

        if (entry.ItemTokenPath is { } token)
        {
            Set(item, token, "{n}");
        }

        if (entry.Parent is null && !entry.IsSingle)
        {
            Set(item, $"{entry.LabelsPath}/env", "production");
            Set(item, $"{entry.LabelsPath}/team", "team-{d2}");
        }

        Merge(item, JsonNode.Parse(body)!.AsObject());
        return item.ToJsonString(s_options);
    }

    /// <summary>Whether <c>name</c> is the whole path of the resource, and not just its last part.</summary>
    private static bool IsWholeName(string template, CatalogEntry entry) =>
        template.EndsWith("{name}", StringComparison.Ordinal) && !template.EndsWith($"/{entry.Segment}/{{name}}", StringComparison.Ordinal) && entry.Service.Service != "storage";

    private static string WholeName(CatalogEntry entry, ScopeKind kind)
    {
        var path = entry.Path(IsNode(kind) ? kind : entry.Methods.Keys.Last(other => !IsNode(other)))[entry.Service.BasePath.Length..];
        var verb = path.IndexOf("}:", StringComparison.Ordinal);
        if (verb >= 0)
        {
            path = $"{path[..(verb + 1)]}/{entry.Segment}";
        }

        return entry.IsSingle ? path : $"{path.Replace("{region}", "{location}", StringComparison.Ordinal)}/{ShortName(entry, kind)}";
    }

    private static bool IsNode(ScopeKind kind) => kind is ScopeKind.Organization or ScopeKind.Folder;

    /// <summary>Names of buckets are unique in the world, so the project is in them.</summary>
    private static string ShortName(CatalogEntry entry, ScopeKind kind) =>
        IsNode(kind) ? Kinds.NameInNode(entry) : entry.Service.Service == "storage" ? $"{{project}}-{Kinds.NamePrefix(entry)}-{{n}}" : $"{Kinds.NamePrefix(entry)}-{{n}}";

    /// <summary>Sets a value at a path with slashes; a number is the first place of an array.</summary>
    private static void Set(JsonObject item, string path, string value)
    {
        var parts = path.Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal)).ToArray();
        for (var i = 0; i < parts.Length - 1; i++)
        {
            if (parts[i + 1] == "0")
            {
                var first = item[parts[i]] is JsonArray known ? known[0]!.AsObject() : [];
                item[parts[i]] ??= new JsonArray(first);
                (item, i) = (first, i + 1);
            }
            else
            {
                item[parts[i]] ??= new JsonObject();
                item = item[parts[i]]!.AsObject();
            }
        }

        item[parts[^1]] ??= value;
    }

    /// <summary>Adds what is not there; objects are merged.</summary>
    private static void Merge(JsonObject item, JsonObject more)
    {
        foreach (var (name, value) in more.Where(property => !property.Key.StartsWith('@')).ToArray())
        {
            if (item[name] is JsonObject below && value is JsonObject moreBelow)
            {
                Merge(below, moreBelow);
            }
            else if (item[name] is null)
            {
                item[name] = value?.DeepClone();
            }
        }
    }

    [GeneratedRegex(@"\[?[^\[\]{}]*\{(?<path>[^}]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Property();
}
