using System.Text.Json;

namespace Inventory.Memory.MemoryBenchmark.Strategies;

/// <summary>The obvious client: one page after another, each a byte array and a document.</summary>
internal sealed class InstancePages(Uri endpoint, int connections) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections })
    {
        BaseAddress = new Uri(endpoint, $"compute/v1/projects/{StrategyInput.Project}/"),
    };

    public async Task<List<string>> ZonesAsync()
    {
        using var zones = JsonDocument.Parse(await _http.GetByteArrayAsync("zones?prettyPrint=false"));
        return [.. zones.RootElement.GetProperty("items").EnumerateArray().Select(zone => zone.GetProperty("name").GetString()!)];
    }

    public IAsyncEnumerable<JsonDocument> ZoneAsync(string zone) => PagesAsync($"zones/{zone}/instances");

    public IAsyncEnumerable<JsonDocument> ProjectAsync() => PagesAsync("aggregated/instances");

    /// <summary>The instances of a page of either kind of list.</summary>
    public static IEnumerable<JsonElement> ItemsOf(JsonDocument page)
    {
        if (!page.RootElement.TryGetProperty("items", out var items))
        {
            return [];
        }

        return items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray()
            : items.EnumerateObject().SelectMany(scope =>
                scope.Value.TryGetProperty("instances", out var instances) ? instances.EnumerateArray() : default(IEnumerable<JsonElement>) ?? []);
    }

    public void Dispose() => _http.Dispose();

    private async IAsyncEnumerable<JsonDocument> PagesAsync(string list)
    {
        var token = "";
        do
        {
            var url = $"{list}?maxResults={StrategyInput.PageSize}&prettyPrint=false&pageToken={Uri.EscapeDataString(token)}";
            using var page = JsonDocument.Parse(await _http.GetByteArrayAsync(url));
            yield return page;
            token = page.RootElement.TryGetProperty("nextPageToken", out var next) ? next.GetString()! : "";
        }
        while (token.Length > 0);
    }
}
