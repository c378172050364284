using System.Runtime.InteropServices;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>How records of a collection are derived from resources of others.</summary>
internal abstract class Derivation
{
    private static readonly Dictionary<string, Derivation> s_known = new(StringComparer.Ordinal)
    {
        ["ExternalIPAddress"] = new ExternalAddressDerivation(),
        ["LoadBalancer"] = new LoadBalancerDerivation(),
    };

    /// <summary>The types that can be derived.</summary>
    public static IEnumerable<string> Types => s_known.Keys;

    /// <summary>The properties of resources of such a collection that are needed.</summary>
    public abstract IReadOnlyList<string> PropertiesOf(CatalogEntry origin);

    public static Derivation Of(CatalogEntry entry) => s_known[entry.Type];

    /// <summary>Adds what follows from one resource.</summary>
    /// <param name="item">The resource.</param>
    /// <param name="origin">Its collection.</param>
    /// <param name="originName">Its full name.</param>
    /// <param name="records">Takes in the records.</param>
    public abstract void Derive(JsonElement item, CatalogEntry origin, string originName, DerivedRecords records);

    /// <exception cref="InvalidOperationException">It is no valid text, or longer than any address or link.</exception>
    protected static string? Text(JsonElement item, string property)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(property, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        return JsonMarshal.GetRawUtf8Value(value).Length > ItemProblem.MaxNameBytes
            ? throw new InvalidOperationException($"'{property}' has more than {ItemProblem.MaxNameBytes} bytes.")
            : value.GetString() is { Length: > 0 } text ? text : null;
    }

    protected static void Copy(JsonElement item, Utf8JsonWriter json, params ReadOnlySpan<string> properties)
    {
        foreach (var property in properties)
        {
            if (item.TryGetProperty(property, out var value))
            {
                json.WritePropertyName(property);
                value.WriteTo(json);
            }
        }
    }
}
