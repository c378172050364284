using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.GoogleCloud.Tests.Projects;

/// <summary>A run's deadline ends the finding of projects, services and places at once, and what was not found is said.</summary>
public sealed class DiscoveryDeadlineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The clock passes the deadline when the server has the request that it never answers.</summary>
    [Theory]
    [InlineData("pageToken=2", 0)]
    [InlineData("pageToken=2", 8)]
    [InlineData("/services?", 0)]
    [InlineData("/zones?", 0)]
    public async Task Collect_DeadlinePassesWhileSomethingIsFound_EndsAndSaysSoOnce(string hangs, int lookAhead)
    {
        var time = new FakeTimeProvider();
        await using var server = new ScriptedHttpServer(target =>
        {
            if (target.Contains(hangs, StringComparison.Ordinal))
            {
                time.Advance(TimeSpan.FromHours(1));
                return new Reply([]) { Stall = true };
            }

            return Answer(target);
        });
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = server.Address });
        var sources = inventory.GetSourcesAsync(new() { AllProjects = true, Types = ["compute.disks"], Locations = ["z-1-a"], CheckEnabledServices = true }, Cancellation);

        var (records, ends, summary) = await CollectAsync(sources, time, lookAhead);

        // A list that was being read may have an error of its own.
        var error = Assert.Single(records, record => record.Error?.State == ScopeState.Skipped).Error!;
        Assert.Same(error, records[^1].Error);
        Assert.Equal(("deadlineExceeded", 0), (error.Reason, error.Attempts));
        Assert.Equal(summary.Resources > 0 ? RunState.Partial : RunState.Failed, summary.State);
        Assert.Contains(ends, end => hangs != "/zones?" || end is { Collection: "compute.disks", Scope: ScopeResult.AllScopes, State: ScopeState.Skipped });
        Assert.Equal((ScopeResult.AllScopes, ScopeResult.AllScopes, ScopeState.Skipped, "deadlineExceeded"), (ends[^1].Collection, ends[^1].Scope, ends[^1].State, ends[^1].Reason));
    }

    /// <summary>Named projects need no finding: each of their lists is in the manifest, and the output says it once, counted.</summary>
    [Fact]
    public async Task Collect_DeadlineWithManyNamedProjects_IsOneRecordAndALineEach()
    {
        var time = new FakeTimeProvider();
        await using var server = new ScriptedHttpServer(Answer);
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = server.Address });
        var sources = inventory.GetSourcesAsync(
            new() { Projects = [.. Enumerable.Range(0, 500).Select(project => $"p-{project}")], Types = ["compute.networks", "compute.images"] }, Cancellation);

        var (records, ends, summary) = await CollectAsync(sources, time, lookAhead: 0, lateAfter: 1);

        var error = Assert.Single(records, record => record.Error?.State == ScopeState.Skipped).Error!;
        Assert.Contains($"{ends.Count(end => end.State == ScopeState.Skipped)} lists", error.Message, StringComparison.Ordinal);
        Assert.Equal((1000, 1000), (ends.Count, ends.Select(end => (end.Project, end.Collection)).Distinct().Count()));
        Assert.Equal(summary.Errors, summary.Incomplete.Count + summary.IncompleteOmitted);
        Assert.InRange(summary.Errors, 1, 2);
    }

    /// <summary>What was not found is not found by the manifest, and a run that reads it says so.</summary>
    [Fact]
    public async Task GetIncompleteSources_ProjectsWereNotFoundInTime_SaysSoAgain()
    {
        await using var server = new ScriptedHttpServer(Answer);
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = server.Address });
        ScopeResult[] ends = [new() { Collection = ScopeResult.AllScopes, Scope = ScopeResult.AllScopes, State = ScopeState.Skipped, Reason = "deadlineExceeded" }];

        var collected = await Collected.FromAsync(inventory.GetIncompleteSourcesAsync(ends.ToAsyncEnumerable(), new(), Cancellation));

        Assert.Contains("--organization", Assert.Single(collected.Errors).Message, StringComparison.Ordinal);
        Assert.NotEqual(RunState.Complete, collected.Summary.State);
    }

    private static Reply Answer(string target) => Reply.Json(target.Split('?')[0].Split('/')[^1] switch
    {
        "projects:search" => """{"projects":[{"projectId":"p-1","state":"ACTIVE"}],"nextPageToken":"2"}""",
        "services" => """{"services":[{"name":"projects/1/services/compute.googleapis.com"}]}""",
        "regions" => """{"items":[{"name":"z-1"}]}""",
        "zones" => """{"items":[{"name":"z-1-a"}]}""",
        _ => """{"items":[{"name":"x"}]}""",
    });

    private static async Task<(List<DetachedRecord> Records, List<ScopeResult> Ends, CollectionSummary Summary)> CollectAsync(
        IAsyncEnumerable<ResourceSource> sources, FakeTimeProvider time, int lookAhead, int? lateAfter = null)
    {
        List<ScopeResult> ends = [];
        var run = new SequentialCollector(new() { LookAhead = lookAhead }, timeProvider: time).Collect(new CollectionRequest(sources)
        {
            Deadline = TimeSpan.FromMinutes(1),
            ScopeEnded = end =>
            {
                ends.Add(end);
                return default;
            },
        });
        List<DetachedRecord> records = [];
        await foreach (var record in run.WithCancellation(Cancellation))
        {
            records.Add(record.Detach());
            time.Advance(records.Count == lateAfter ? TimeSpan.FromHours(1) : TimeSpan.Zero);
        }

        return (records, ends, run.Summary);
    }
}
