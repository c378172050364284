using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Json;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>What a list call says elsewhere than in its path: in the body of a POST, or in the query.</summary>
internal static class ListBody
{
    private const int MaxBytes = 64 * 1024;
    private const string Project = "{project}";
    private const string Node = "{node}";

    /// <summary>Reads it; what is no JSON counts as an empty object.</summary>
    public static async Task<JsonElement?> ReadAsync(HttpContext context)
    {
        var bytes = new byte[MaxBytes];
        var count = await context.Request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(0, count));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonDocument.Parse("{}").RootElement;
        }
    }

    /// <summary>Takes up what only the query says: the project or the node, where it is not in the path.</summary>
    public static ListCall Complete(ListCall call, IQueryCollection query)
    {
        var placeholder = call.IsForNode ? Node : Project;
        foreach (var parameter in call.Project.Length > 0 || (call.IsForNode && call.Parent.Length > 0) ? [] : (call.Entry.Query ?? "").Split('&'))
        {
            var (name, template) = (parameter.Split('=')[0], Uri.UnescapeDataString(parameter[(parameter.IndexOf('=', StringComparison.Ordinal) + 1)..]));
            var start = template.IndexOf(placeholder, StringComparison.Ordinal);
            var (before, after) = start < 0 ? (template, "") : (template[..start], template[(start + placeholder.Length)..]);
            var value = query[name].ToString();
            if (start >= 0 && value.Length > before.Length + after.Length
                && value.StartsWith(before, StringComparison.Ordinal) && value.EndsWith(after, StringComparison.Ordinal))
            {
                return call.IsForNode ? AtNode(call, value[before.Length..^after.Length]) : call with { Project = value[before.Length..^after.Length] };
            }
        }

        return call;
    }

    private static ListCall AtNode(ListCall call, string node)
    {
        var kind = node.StartsWith($"{RouteTable.Folders}/", StringComparison.Ordinal) ? ScopeKind.Folder : ScopeKind.Organization;
        return call with { Parent = node, Kind = call.Entry.Methods.ContainsKey(kind) ? kind : call.Kind };
    }

    /// <summary>Takes up what only the body says: the database whose entities are queried.</summary>
    public static ListCall Complete(ListCall call, JsonElement? body) =>
        call.Parent.Length > 0 || call.ParentEntry is not { } parent || body is not { } json
            ? call
            : call with { Parent = $"{parent.Segment}/{(JsonText.Find(json, "databaseId") is { Length: > 0 } id ? id : "(default)")}" };
}
