using System.Globalization;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Selection;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Makes the addresses of one list call's pages.</summary>
internal static class ListUrl
{
    /// <summary>Everything but page size and page token.</summary>
    public static string Base(Uri endpoint, CatalogEntry entry, ScopeKind kind, string project, string location, string itemsPath, string? fields)
    {
        var path = entry.Path(kind)
            .Replace("{project}", Uri.EscapeDataString(project).Replace("%3A", ":", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{region}", Uri.EscapeDataString(location), StringComparison.Ordinal)
            .Replace("{zone}", Uri.EscapeDataString(location), StringComparison.Ordinal);
        var partial = entry.Service.PartialSuccessParameter is { } parameter ? $"&{parameter}=true" : "";
        var mask = FieldMask.ForAnswer(fields, itemsPath) is { } answer ? $"&fields={Uri.EscapeDataString(answer)}" : "";
        return $"{endpoint}{path}?prettyPrint=false{partial}{mask}";
    }

    public static Uri Page(string baseUrl, CatalogService service, int? pageSize, string? pageToken)
    {
        var size = Math.Clamp(pageSize ?? service.MaxPageSize, 1, service.MaxPageSize);
        var token = pageToken is null ? "" : $"&{service.PageTokenParameter}={Uri.EscapeDataString(pageToken)}";
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"{baseUrl}&{service.PageSizeParameter}={size}{token}"));
    }
}
