using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Reliability;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

/// <summary>Where a page's token stands before its items, the next page is requested while it is read.</summary>
public sealed class PageAheadTests
{
    private const int Datasets = 95;
    private const int PageSize = 10;

    [Theory]
    [InlineData("bigquery.datasets", true, true)]
    [InlineData("bigquery.datasets", false, false)]
    [InlineData("bigquery.*", true, false)]
    [InlineData("pubsub.topics", true, false)]
    public async Task ReadAsync_FirstItem_NextPageIsRequestedWhereItsTokenIsKnown(string type, bool looksAhead, bool isRequested)
    {
        await using var emulator = await StartAsync();
        await using var inventory = Open(emulator);
        await using var cursor = await OpenAsync(inventory, type);
        cursor.LooksAhead = looksAhead;

        Assert.Equal(CursorStep.Item, await cursor.ReadAsync(TestContext.Current.CancellationToken));

        // Counted as it leaves, in the course of that read: also one that has not arrived.
        Assert.Equal(isRequested ? 2 : 1, cursor.Requests);
    }

    /// <summary>Only what really runs ahead goes through the connections with small buffers: a token behind the items is none to run ahead with.</summary>
    [Theory]
    [InlineData("bigquery.datasets", 0)]
    [InlineData("pubsub.topics", 9)]
    public async Task Collect_Pages_GoThroughTheClientOfTheirKind(string type, int direct)
    {
        await using var emulator = await StartAsync();
        using var client = new CountingHandler();
        using var ahead = new CountingHandler();
        await using var inventory = Open(emulator, new HttpClient(client), new HttpClient(ahead));

        var found = await Collected.FromAsync(inventory, new GoogleCloudSelection { Projects = ["p1"], Types = [type], Children = false }, lookAhead: 8);

        const int Pages = (Datasets + PageSize - 1) / PageSize;
        Assert.Equal((RunState.Complete, Datasets), (found.Summary.State, found.Records.Count));
        Assert.Equal((direct, Pages - direct), (client.Count, ahead.Count));
    }

    [Fact]
    public async Task Collect_TokensBeforeItems_SamePagesAndRequestsAsWithout()
    {
        await using var emulator = await StartAsync();
        await using var inventory = Open(emulator);
        var one = await CollectAsync(inventory, lookAhead: 0);
        var ahead = await CollectAsync(inventory, lookAhead: 8);
        Assert.Equal(Datasets, one.Records.Count);
        Assert.Equal(one.Names, ahead.Names);
        Assert.Equal((RunState.Complete, one.Summary.Requests), (ahead.Summary.State, ahead.Summary.Requests));
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.DuplicatePage)]
    [InlineData(FaultKind.Status)]
    public async Task Collect_PageBreaksWhileTheNextIsOnItsWay_EachResourceOnce(FaultKind kind)
    {
        await using var emulator = await StartAsync(new EmulatorFault { Kind = kind, Collection = "bigquery.datasets", Page = 3, Times = 1, AfterBytes = 900, Status = kind == FaultKind.Status ? 503 : null });
        await using var inventory = Open(emulator);
        var found = await CollectAsync(inventory, lookAhead: 8);
        Assert.Equal(RunState.Complete, found.Summary.State);
        Assert.Equal(Datasets, found.Names.Distinct().Count());
        Assert.Equal(Datasets, found.Records.Count);
    }

    /// <summary>The page that was requested ahead is for a token that the page, read again, does not have any more.</summary>
    [Fact]
    public async Task Collect_TokenChangesWithThePageReadAgain_TheNewOneIsFollowed()
    {
        var first = true;
        await using var server = new ScriptedHttpServer(target =>
        {
            switch (target)
            {
                case var page when page.Contains("pageToken=old", StringComparison.Ordinal):
                    return Reply.Json("""{"datasets":[{"id":"p1:wrong","datasetReference":{"datasetId":"wrong"}}]}""");
                case var page when page.Contains("pageToken=new", StringComparison.Ordinal):
                    return Reply.Json("""{"datasets":[{"id":"p1:b","datasetReference":{"datasetId":"b"}}]}""");
                case var _ when first:
                    first = false;
                    return Reply.Json("""{"nextPageToken":"old","datasets":[{"id":"p1:a","datasetReference":{"datasetId":"a"}},{"id" """);
                default:
                    return Reply.Json("""{"nextPageToken":"new","datasets":[{"id":"p1:a","datasetReference":{"datasetId":"a"}}]}""");
            }
        });
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = server.Address }, null, null, new SkippingClock(), null);

        var found = await CollectAsync(inventory, lookAhead: 8, "p1");

        Assert.Equal(["a", "b"], found.Names.Select(name => name[(name.LastIndexOf('/') + 1)..]));
        Assert.Equal(RunState.Complete, found.Summary.State);
    }

    private static Task<GoogleCloudEmulator> StartAsync(params EmulatorFault[] faults)
    {
        var options = new GoogleCloudEmulatorOptions { Collections = { ["bigquery.datasets"] = Datasets, ["pubsub.topics"] = Datasets } };
        foreach (var fault in faults)
        {
            options.Faults.Add(fault);
        }

        return GoogleCloudEmulator.StartAsync(options, TestContext.Current.CancellationToken);
    }

    private static GoogleCloudInventory Open(GoogleCloudEmulator emulator, HttpClient? client = null, HttpClient? ahead = null) => new(
        new GoogleCloudOptions { Endpoint = $"{emulator.Endpoint.ToString().TrimEnd('/')}/{{service}}", PageSize = PageSize },
        null,
        null,
        new SkippingClock(),
        client,
        ahead: ahead);

    private static async Task<ResourceCursor> OpenAsync(GoogleCloudInventory inventory, string type)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var source = await inventory.GetSourcesAsync(new GoogleCloudSelection { Projects = ["p1"], Types = [type] }, cancellation).FirstAsync(cancellation);
        return source.Open(await source.GetScopesAsync(cancellation).FirstAsync(cancellation));
    }

    private static Task<Collected> CollectAsync(GoogleCloudInventory inventory, int lookAhead, string project = "p1") =>
        Collected.FromAsync(inventory, new GoogleCloudSelection { Projects = [project], Types = ["bigquery.datasets"] }, lookAhead);

    private sealed class CountingHandler() : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _count;

        public int Count => _count;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
