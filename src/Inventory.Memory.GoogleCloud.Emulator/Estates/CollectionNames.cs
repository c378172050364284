using System.Globalization;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Hosting;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>Finds collections by the names that people use for them.</summary>
internal static class CollectionNames
{
    /// <summary>The collection of <c>compute.disks</c>, <c>disks</c>, <c>regionDisks</c> or <c>compute.regionDisks</c>.</summary>
    /// <returns>Null when there is none.</returns>
    public static CatalogEntry? Find(string name, GoogleCatalog catalog) =>
        catalog.Collections.FirstOrDefault(entry => Same(entry.FullName, name) || Same(entry.Name, name))
        ?? catalog.Collections.FirstOrDefault(entry => entry.Methods.Values.Any(method => IsGroup(entry, method, name)));

    /// <exception cref="ArgumentException">A name that no collection has, or one that cannot be set.</exception>
    public static Dictionary<CatalogEntry, long> Resolve(IDictionary<string, long> counts, GoogleCatalog catalog)
    {
        var resolved = new Dictionary<CatalogEntry, long>();
        foreach (var (name, count) in counts)
        {
            var entry = Find(name, catalog) ?? throw new InvalidOptionException($"There is no collection '{name}' in the catalog.");
            if (LocationList.Lists(entry) || entry.IsEmbedded)
            {
                throw new InvalidOptionException(string.Create(CultureInfo.InvariantCulture, $"The emulator's {entry.Name} are its own; '{name}={count}' cannot set their number."));
            }

            resolved[entry] = count;
        }

        return resolved;
    }

    private static bool IsGroup(CatalogEntry entry, string method, string name)
    {
        var group = method[..method.IndexOf('.', StringComparison.Ordinal)];
        return Same(group, name) || Same($"{entry.Service.Service}.{group}", name);
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
