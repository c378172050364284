using Inventory.Memory.GoogleCloud.Tests.Support;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

/// <summary>Several runs over one provider, read by turns: each holds the connections of the pages that it has begun.</summary>
public sealed class SeveralRunsTests
{
    private const int Projects = 4;
    private const int Buckets = 3;

    /// <summary>More than are read from a connection at a time, so that a page whose first bucket has been read is still open.</summary>
    private static readonly string s_padding = new('x', 100_000);

    [Theory]
    [InlineData(1, 16, 8)]
    [InlineData(12, 6, 0)]
    [InlineData(12, 7, 8)]
    [InlineData(12, 16, 8)]
    public async Task Collect_RunsReadByTurns_NoneWaitsForTheConnectionOfAnother(int runs, int connections, int lookAhead)
    {
        await using var server = new ScriptedHttpServer(Answer);
        var options = new GoogleCloudOptions { Endpoint = server.Address, MaxConnectionsPerServer = connections, MaxAttempts = 1 };
        await using var inventory = new GoogleCloudInventory(options);

        // Only so that a run that starves fails the test before it ends the wait itself: a time-out takes 100 s.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(90));

        var begun = Enumerable.Range(0, runs).Select(_ => Begin(inventory, lookAhead)).ToList();
        var readers = begun.Select(run => run.GetAsyncEnumerator(patience.Token)).ToList();
        while (readers.Count > 0)
        {
            foreach (var reader in readers.ToList())
            {
                if (!await reader.MoveNextAsync())
                {
                    await reader.DisposeAsync();
                    readers.Remove(reader);
                }
            }
        }

        Assert.All(begun, run => Assert.Equal(
            (RunState.Complete, Projects * Buckets * 2, 0), (run.Summary.State, run.Summary.Resources, run.Summary.Retries)));

        // A run has a bucket's page and its policy open, and shares what runs ahead with the others. A pool keeps what it had.
        Assert.InRange(server.MostConnections, 1, runs == 1 ? connections : (3 * runs) + connections);
    }

    private static CollectionRun Begin(GoogleCloudInventory inventory, int lookAhead) =>
        new SequentialCollector(new() { LookAhead = lookAhead }).Collect(new CollectionRequest(inventory.GetSourcesAsync(
            new GoogleCloudSelection { Projects = [.. Enumerable.Range(0, Projects).Select(project => $"p{project}")], Types = ["CloudStorage"] },
            TestContext.Current.CancellationToken)));

    private static Reply Answer(string target) => target.Contains("/iam", StringComparison.Ordinal)
        ? Reply.Json("""{"kind":"storage#policy","bindings":[]}""")
        : Reply.Json($$"""{"items":[{{string.Join(',', Enumerable.Range(0, Buckets).Select(bucket => $$"""{"name":"b{{bucket}}","padding":"{{s_padding}}"}"""))}}]}""");
}
