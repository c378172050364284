using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>The properties of an answer that are read beside its items. What says that something is missing is looked for in every answer, documented there or not.</summary>
internal static class Notices
{
    public const int Error = 0;
    public const int Warning = 1;
    public const int Warnings = 2;

    /// <summary>The token of a next page in an answer that should have no pages.</summary>
    public const int UnexpectedToken = 6;

    public const string WarningName = "warning";

    /// <summary>Only aggregated answers have it.</summary>
    public const string AggregatedName = "unreachables";

    private static readonly string[] s_names = ["error", WarningName, "warnings", AggregatedName, "unreachable", "missingZones"];
    private static readonly string[] s_namesWithoutPages = [.. s_names, "nextPageToken"];

    public static IReadOnlyList<string> All => s_names;

    public static string[] NamesOf(CatalogEntry entry) => entry.PageTokenParameter is null && entry.ItemTokenPath is null ? s_namesWithoutPages : s_names;

    public static string Name(int index) => s_names[index];
}
