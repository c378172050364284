using Inventory.Memory.Reliability;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Tests.Support;

/// <summary>What a run gave, detached: for estates as small as a test's.</summary>
internal sealed record Collected(IReadOnlyList<DetachedRecord> Records, CollectionSummary Summary)
{
    public IEnumerable<DetachedRecord> Resources => Records.Where(record => !record.IsError);

    public IEnumerable<string> Names => Resources.Select(record => record.Name);

    public IReadOnlyList<InventoryError> Errors => [.. Records.Where(record => record.IsError).Select(record => record.Error!)];

    public static Task<Collected> FromAsync(GoogleCloudInventory inventory, GoogleCloudSelection selection, int? lookAhead = null) =>
        FromAsync(inventory.GetSourcesAsync(selection, TestContext.Current.CancellationToken), lookAhead: lookAhead);

    /// <param name="sources">What to collect.</param>
    /// <param name="ends">Takes in how each scope ended.</param>
    /// <param name="lookAhead">Null: the default.</param>
    public static async Task<Collected> FromAsync(IAsyncEnumerable<ResourceSource> sources, List<ScopeResult>? ends = null, int? lookAhead = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var options = new SequentialCollectorOptions { LookAhead = lookAhead ?? SequentialCollectorOptions.DefaultLookAhead };
        var run = new SequentialCollector(options).Collect(new CollectionRequest(sources)
        {
            ScopeEnded = end =>
            {
                ends?.Add(end);
                return default;
            },
        });
        List<DetachedRecord> records = [];
        await foreach (var record in run.WithCancellation(cancellation))
        {
            records.Add(record.Detach());
        }

        return new Collected(records, run.Summary);
    }

    /// <summary>Collects from a scripted server: one type in one project, each page asked for once unless configured.</summary>
    public static async Task<Collected> FromAsync(ScriptedHttpServer server, string type, Action<GoogleCloudSelection>? more = null, Action<GoogleCloudOptions>? configure = null, SkippingClock? clock = null)
    {
        var options = new GoogleCloudOptions { Endpoint = server.Address, MaxAttempts = 1 };
        configure?.Invoke(options);
        var selection = new GoogleCloudSelection { Projects = ["p1"], Types = [type] };
        more?.Invoke(selection);
        await using var inventory = new GoogleCloudInventory(options, null, null, clock ?? new SkippingClock(), null);

        // One request after another, so that the server sees them in an order.
        return await FromAsync(inventory, selection, lookAhead: 0);
    }
}
