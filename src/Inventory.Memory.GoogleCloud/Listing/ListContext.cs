using Inventory.Memory.GoogleCloud.Caching;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.GoogleCloud.Retries;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>What every source of a provider shares.</summary>
internal sealed record ListContext(
    GoogleApiTransport Transport,
    RetryPolicy Retries,
    GoogleCatalog Catalog,
    GoogleCloudOptions Options,
    BoundedCache Cache,
    TimeProvider Time,
    ILogger Logger)
{
    /// <summary>What is made of answers that say that an API is not enabled.</summary>
    public DisabledAnswers DisabledAnswers { get; } = new();

    /// <summary>The service whose regions and zones others use, too.</summary>
    public CatalogService Compute { get; } = Catalog.Find("compute.regions")!.Service;
}
