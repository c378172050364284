using System.Text.RegularExpressions;

namespace Inventory.Memory.GoogleCloud.Emulator.Platform;

/// <summary>Asset types as ListAssets takes them: names or regular expressions over the whole name.</summary>
internal static class AssetType
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(1);

    public static bool IsWanted(IReadOnlyCollection<string> wanted, string assetType) =>
        wanted.Count == 0 || wanted.Any(pattern => pattern == assetType || Regex.IsMatch(assetType, $"^(?:{pattern})$", RegexOptions.None, s_timeout));
}
