namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>Where a service answers.</summary>
internal static class Endpoint
{
    /// <summary>The base address, ending in a slash.</summary>
    public static Uri For(GoogleCloudOptions options, string service) =>
        new(options.Endpoint
            .Replace("{service}", service, StringComparison.Ordinal)
            .Replace("{universe}", options.UniverseDomain, StringComparison.Ordinal)
            .TrimEnd('/') + "/");

    public static bool IsLoopback(GoogleCloudOptions options) => For(options, "service").IsLoopback;
}
