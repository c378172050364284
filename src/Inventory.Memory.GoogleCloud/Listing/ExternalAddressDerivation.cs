using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>
/// Every address by which the outside reaches the project: reserved ones, those of forwarding rules, those of instances.
/// An address that is reserved and in use comes from each of them: to join them would take the whole estate in memory.
/// </summary>
internal sealed class ExternalAddressDerivation : Derivation
{
    private const string Reserved = "compute.addresses";
    private const string Rules = "compute.forwardingRules";

    public override IReadOnlyList<string> PropertiesOf(CatalogEntry origin) => origin.FullName switch
    {
        Reserved => ["address", "addressType", "status", "networkTier", "users"],
        Rules => ["IPAddress", "IPProtocol", "loadBalancingScheme", "networkTier", "target"],
        _ => ["networkInterfaces"],
    };

    public override void Derive(JsonElement item, CatalogEntry origin, string originName, DerivedRecords records)
    {
        switch (origin.FullName)
        {
            case Reserved:
                if (Text(item, "addressType") is null or "EXTERNAL" && Text(item, "address") is { } reserved)
                {
                    Add(records, originName, reserved, json => Copy(item, json, "status", "networkTier", "users"));
                }

                break;
            case Rules:
                if (Text(item, "loadBalancingScheme")?.StartsWith("EXTERNAL", StringComparison.Ordinal) == true && Text(item, "IPAddress") is { } address)
                {
                    Add(records, originName, address, json => Copy(item, json, "networkTier", "IPProtocol", "target"));
                }

                break;
            default:
                DeriveFromInstance(item, originName, records);
                break;
        }
    }

    private static void DeriveFromInstance(JsonElement instance, string originName, DerivedRecords records)
    {
        foreach (var nic in Elements(instance, "networkInterfaces"))
        {
            foreach (var access in Elements(nic, "accessConfigs").Concat(Elements(nic, "ipv6AccessConfigs")))
            {
                if ((Text(access, "natIP") ?? Text(access, "externalIpv6")) is { } address)
                {
                    Add(records, originName, address, json =>
                    {
                        json.WriteString("networkInterface"u8, Text(nic, "name"));
                        Copy(access, json, "networkTier");
                    });
                }
            }
        }
    }

    private static JsonElement.ArrayEnumerator Elements(JsonElement item, string property) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default;

    private static void Add(DerivedRecords records, string originName, string address, Action<Utf8JsonWriter> write) => records.Add(
        $"{originName}/externalIPAddresses/{address}",
        [originName],
        json =>
        {
            json.WriteString("address"u8, address);
            write(json);
        });
}
