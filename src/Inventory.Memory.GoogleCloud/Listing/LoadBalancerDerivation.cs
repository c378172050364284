using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>
/// A load balancer for each forwarding rule that is the front of one, with its target or backend service. What is behind
/// those is in their own records: nothing is joined, so that nothing has to be kept.
/// </summary>
internal sealed class LoadBalancerDerivation : Derivation
{
    /// <summary>Rules with such a target are fronts of something else: VPN, protocol forwarding, Private Service Connect.</summary>
    private static readonly string[] s_otherTargets = ["targetVpnGateways", "targetInstances", "serviceAttachments"];

    public override IReadOnlyList<string> PropertiesOf(CatalogEntry origin) =>
        ["description", "IPAddress", "IPProtocol", "portRange", "ports", "loadBalancingScheme", "networkTier", "network", "subnetwork", "target", "backendService", "labels"];

    public override void Derive(JsonElement item, CatalogEntry origin, string originName, DerivedRecords records)
    {
        var target = FullName(Text(item, "target"));
        var backend = FullName(Text(item, "backendService"));
        var kind = (target ?? backend)?.Split('/') is [.., var segment, _] ? segment : null;
        if (Text(item, "loadBalancingScheme") is null || kind is null || s_otherTargets.Contains(kind, StringComparer.Ordinal))
        {
            return;
        }

        string?[] origins = [originName, target, backend];
        records.Add($"{originName}/loadBalancer", origins.OfType<string>(), json =>
        {
            Copy(item, json, "name", "description", "loadBalancingScheme", "networkTier", "IPAddress", "IPProtocol", "portRange", "ports", "network", "subnetwork", "labels");
            json.WriteString("frontend"u8, originName);
            json.WriteString("targetKind"u8, kind);
            json.WriteString("target"u8, target);
            json.WriteString("backendService"u8, backend);
        });
    }

    /// <summary>From a link, whatever its host and version.</summary>
    private static string? FullName(string? link)
    {
        var start = link?.IndexOf("projects/", StringComparison.Ordinal) ?? -1;
        return start < 0 ? null : $"//compute.googleapis.com/{link![start..]}";
    }
}
