using System.Text;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>The <c>kind</c> that Compute writes into resources and lists.</summary>
internal static class Kinds
{
    /// <summary>The lists whose kind does not follow from the resource's, from the discovery document of 2026.</summary>
    private static readonly Dictionary<string, string> s_lists = new(StringComparer.Ordinal)
    {
        ["healthChecks.aggregatedList"] = "healthChecksAggregatedList",
        ["regionAutoscalers.list"] = "regionAutoscalerList",
        ["regionDiskTypes.list"] = "regionDiskTypeList",
        ["regionHealthCheckServices.list"] = "healthCheckServicesList",
        ["regionInstanceGroupManagers.list"] = "regionInstanceGroupManagerList",
        ["regionInstanceGroups.list"] = "regionInstanceGroupList",
        ["regionSslPolicies.list"] = "sslPoliciesList",
        ["securityPolicies.aggregatedList"] = "securityPoliciesAggregatedList",
        ["sslPolicies.aggregatedList"] = "sslPoliciesAggregatedList",
        ["sslPolicies.list"] = "sslPoliciesList",
        ["urlMaps.aggregatedList"] = "urlMapsAggregatedList",
    };

    public static string Item(CatalogEntry entry) =>
        $"{entry.Service.Service}#{char.ToLowerInvariant(entry.Type[0])}{entry.Type[1..]}";

    public static string List(CatalogEntry entry, ScopeKind kind) =>
        s_lists.TryGetValue(entry.Methods[kind], out var special)
            ? $"{entry.Service.Service}#{special}"
            : Item(entry) + (kind == ScopeKind.Aggregated ? "AggregatedList" : "List");

    /// <summary>The name of a folder's or an organisation's resource: none of another has it.</summary>
    public static string NameInNode(CatalogEntry entry) => $"{NamePrefix(entry)}-{{parentNumber}}-{{n}}";

    /// <summary><c>TargetHttpsProxy</c> gives <c>target-https-proxy</c>.</summary>
    public static string NamePrefix(CatalogEntry entry)
    {
        var name = new StringBuilder();
        foreach (var letter in entry.Type)
        {
            name.Append(char.IsAsciiLetterUpper(letter) && name.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
