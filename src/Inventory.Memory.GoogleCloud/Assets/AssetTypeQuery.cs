using System.Text;
using System.Text.RegularExpressions;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Assets;

/// <summary>Type patterns as the query of ListAssets takes them: names of asset types, or regular expressions over them.</summary>
internal static class AssetTypeQuery
{
    /// <summary>Servers and proxies refuse addresses of 16 KB; the rest of one stays below 1.</summary>
    private const int MaxLength = 12_000;

    /// <summary>The asset types of the patterns; none: all.</summary>
    /// <exception cref="ArgumentException">A pattern without a slash is no type of the catalog, or there are too many types.</exception>
    public static IReadOnlyList<string> Types(GoogleCatalog catalog, IReadOnlyList<string> globs) => globs.Contains("*", StringComparer.Ordinal)
        ? []
        : [.. globs.SelectMany(glob => Types(catalog, glob)).Distinct(StringComparer.Ordinal)];

    /// <summary>Starts with <c>&amp;</c> where there are any.</summary>
    public static string Make(IReadOnlyList<string> types)
    {
        var query = new StringBuilder();
        foreach (var type in types)
        {
            query.Append("&assetTypes=").Append(Uri.EscapeDataString(type));
        }

        return query.Length <= MaxLength
            ? query.ToString()
            : throw new ArgumentException(
                $"{types.Count} asset types are more than one call can name. Name fewer, or patterns with a slash, such as 'compute.googleapis.com/*'.", (string?)null);
    }

    /// <summary>With a slash it is an asset type that the API may know and the catalog need not; without one the catalog says what it means.</summary>
    private static IEnumerable<string> Types(GoogleCatalog catalog, string glob)
    {
        if (!glob.Contains('/', StringComparison.Ordinal))
        {
            return catalog.Select([glob], [], children: true).Where(entry => !entry.Reference && entry.DerivedFrom.Count == 0).SelectMany(entry => entry.AssetTypes);
        }

        var isGlob = glob.AsSpan().IndexOfAny('*', '?') >= 0;
        return [isGlob ? Regex.Escape(glob).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) : glob];
    }
}
