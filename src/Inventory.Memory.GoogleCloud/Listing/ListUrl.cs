using System.Globalization;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Makes the addresses of one list call's pages.</summary>
internal static class ListUrl
{
    /// <summary>Everything but page size and page token.</summary>
    /// <param name="endpoint">Where the service answers, with a slash at the end.</param>
    /// <param name="plan">What is called.</param>
    /// <param name="project">The project; empty where there is none.</param>
    /// <param name="place">The zone, region, location, parent or node that is asked for.</param>
    public static string Base(Uri endpoint, ListPlan plan, string project, string place)
    {
        var escaped = Escape(project);
        var parts = string.Join('/', place.Split('/').Select(Escape));
        var path = plan.Entry.Path(plan.Kind)
            .Replace("{project}", escaped, StringComparison.Ordinal)
            .Replace("{region}", Escape(place), StringComparison.Ordinal)
            .Replace("{zone}", Escape(place), StringComparison.Ordinal)
            .Replace("{location}", Escape(place), StringComparison.Ordinal)
            .Replace("{parent}", parts, StringComparison.Ordinal)
            .Replace("{node}", parts, StringComparison.Ordinal);
        var query = plan.Query.Replace("{project}", escaped, StringComparison.Ordinal).Replace("{node}", parts, StringComparison.Ordinal);
        return $"{endpoint}{path}?{query}";
    }

    /// <summary>The address of a page of a GET.</summary>
    public static Uri Page(string baseUrl, CatalogEntry entry, int pageSize, string? pageToken)
    {
        var size = entry.PageSizeParameter is { } parameter
            ? string.Create(CultureInfo.InvariantCulture, $"&{parameter}={Math.Clamp(pageSize, 1, entry.MaxPageSize)}")
            : "";
        var token = pageToken is null ? "" : $"&{entry.PageTokenParameter}={Uri.EscapeDataString(pageToken)}";
        return new Uri($"{baseUrl}{size}{token}");
    }

    /// <summary>One part of a path, as it has to be written there.</summary>
    /// <exception cref="ScopeFailedException">It would lead to another path: an address has no way to write it.</exception>
    internal static string Escape(string text) => text is "." or ".."
        ? throw new ScopeFailedException(
            ScopeState.Failed,
            "unusableName",
            $"'{text}' cannot be asked for: in an address it would lead to another list. No resource of Google Cloud has this name; check where it comes from.")
        : EscapeName(text);

    /// <summary>A project's id may have a domain before a colon, and some service's names have one, too; Google takes it as it is.</summary>
    private static string EscapeName(string text) => Uri.EscapeDataString(text).Replace("%3A", ":", StringComparison.Ordinal);
}
