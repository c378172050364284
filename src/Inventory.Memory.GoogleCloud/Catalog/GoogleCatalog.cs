using System.Text.Json;

namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>What can be collected from Google Cloud, as data.</summary>
/// <remarks>Immutable, so safe for any number of threads.</remarks>
public sealed class GoogleCatalog
{
    private static readonly Lazy<GoogleCatalog> s_default = new(() => new GoogleCatalog(LoadEmbedded("compute.v1.json")));

    private GoogleCatalog(params CatalogService[] services)
    {
        Services = services;
        Collections = [.. services.SelectMany(service => service.Collections)];
    }

    /// <summary>The catalog that ships with this package; loaded on first use.</summary>
    public static GoogleCatalog Default => s_default.Value;

    /// <summary>The services, in the order in which they are collected.</summary>
    public IReadOnlyList<CatalogService> Services { get; }

    /// <summary>Every collection of every service, in the order in which they are collected.</summary>
    public IReadOnlyList<CatalogEntry> Collections { get; }

    private static CatalogService LoadEmbedded(string name)
    {
        using var stream = typeof(GoogleCatalog).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The catalog file '{name}' is missing from the assembly.");
        var service = JsonSerializer.Deserialize(stream, CatalogJsonContext.Default.CatalogService)!;
        foreach (var collection in service.Collections)
        {
            collection.Service = service;
        }

        return service;
    }
}
