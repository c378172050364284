using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.GoogleCloud.Selection;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Manifests;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.GoogleCloud.Tests.Selection;

/// <summary>A run that missed something, and the run after it that collects just that: together, each resource once.</summary>
public sealed class IncompleteSourcesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Children, derived records, embedded ones, every kind of scope: a third of all lists of the catalog is denied at first.</summary>
    [Theory]
    [InlineData]
    [InlineData("*")]
    [InlineData("LoadBalancer", "ExternalIPAddress", "KMS")]
    public async Task GetIncompleteSources_AThirdOfTheEstateWasDenied_TogetherEachOnce(params string[] types)
    {
        GoogleCloudSelection selection = new() { Projects = ["p1"], Types = types };
        var whole = await CollectAsync(new() { ResourcesPerCollection = 4 }, selection);
        // First pages alone: a list that is denied in its middle is collected from its start, and its first page comes twice.
        var denied = new EmulatorFault { Kind = FaultKind.Status, Status = 403, Reason = "forbidden", Rate = 0.3, Page = 0 };
        var first = await CollectAsync(new() { ResourcesPerCollection = 4, Faults = { denied } }, selection);
        Assert.Contains(first.Ends, end => end.State == ScopeState.Denied);

        var second = await RetryAsync(new() { ResourcesPerCollection = 4 }, first.Ends, new() { Types = types });

        Assert.Empty(second.Errors.Select(error => error.ToString()));
        Assert.Empty(whole.Names.Except(first.Names.Concat(second.Names), StringComparer.Ordinal));
        Assert.Equal(whole.Names.Order(StringComparer.Ordinal), first.Names.Concat(second.Names).Order(StringComparer.Ordinal));
    }

    /// <summary>The second page of keys is denied: the retry has all keys, but only the versions that the first run did not come to.</summary>
    [Fact]
    public async Task GetIncompleteSources_ParentEndedInTheMiddle_DoesNotCollectItsChildrenAgain()
    {
        GoogleCloudEmulatorOptions estate = new() { Collections = { ["storage.buckets"] = 7 } };
        GoogleCloudSelection selection = new() { Projects = ["p1"], Types = ["CloudStorage"], PageSize = 3 };
        var whole = await CollectAsync(estate, selection);
        estate.Faults.Add(new() { Kind = FaultKind.Status, Collection = "storage.buckets", Page = 1, Status = 403, Reason = "forbidden", Times = 1 });
        estate.Faults.Add(new() { Kind = FaultKind.Status, Collection = "storage.bucketPolicies", Skip = 1, Times = 1, Status = 403, Reason = "forbidden" });
        var first = await CollectAsync(estate, selection);
        estate.Faults.Clear();

        var second = await RetryAsync(estate, first.Ends, selection);

        Assert.Equal(["complete storage.bucketPolicies", "denied storage.bucketPolicies", "complete storage.bucketPolicies", "denied storage.buckets"], first.Ends.Select(Text));
        Assert.Equal(["complete storage.bucketPolicies", .. Enumerable.Repeat("complete storage.bucketPolicies", 4), "complete storage.buckets"], second.Ends.Select(Text));
        Assert.Equal(second.Names.Count(), second.Names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(whole.Names.Order(StringComparer.Ordinal), first.Names.Union(second.Names, StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(24)]
    public async Task GetIncompleteSources_AfterADeadline_CollectsWhatWasNotComplete(int records)
    {
        GoogleCloudEmulatorOptions estate = new() { ResourcesPerCollection = 5 };
        GoogleCloudSelection selection = new() { Projects = ["p1", "p2"], Types = ["CloudStorage", "KMS", "compute.disks"], Locations = ["us-central1", "us-east1"], PageSize = 2 };
        var whole = await CollectAsync(estate, selection);

        var first = await CollectAsync(estate, selection, lateAfter: records);
        var second = await RetryAsync(estate, first.Ends, selection);

        Assert.Contains(first.Ends, end => end is { State: ScopeState.Skipped, Reason: "deadlineExceeded" });
        Assert.Empty(second.Errors.Select(error => error.ToString()));
        var complete = first.Ends.Where(end => end.State.IsAnswer()).Select(Name).ToList();
        Assert.Empty(complete.Intersect(second.Ends.Select(Name), StringComparer.Ordinal));
        Assert.Equal(second.Ends.Count, second.Ends.Select(Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(second.Names.Count(), second.Names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(whole.Names.Order(StringComparer.Ordinal), first.Names.Union(second.Names, StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    /// <summary>The places of a project could not be listed after its one list for all of them was complete.</summary>
    [Fact]
    public async Task GetIncompleteSources_AllScopes_LeavesOutWhatHasAnEntry()
    {
        ScopeResult[] ends =
        [
            new() { Project = "p1", Collection = "compute.disks", Scope = "zones/us-central1-a", State = ScopeState.Complete },
            new() { Project = "p1", Collection = "compute.disks", Scope = "zones/us-central1-b", State = ScopeState.Failed },
            new() { Project = "p1", Collection = "compute.disks", Scope = ScopeResult.AllScopes, State = ScopeState.Failed },
        ];

        var second = await RetryAsync(new() { ResourcesPerCollection = 50 }, ends, new() { Locations = ["us-central1"] });

        Assert.Equal(
            ["regions/us-central1", "zones/us-central1-b", "zones/us-central1-c", "zones/us-central1-f"],
            second.Ends.Select(end => end.Scope).Order(StringComparer.Ordinal));
    }

    /// <summary>Reference data comes only when it is named, which it was; what is excluded is not collected, and is no error.</summary>
    [Fact]
    public async Task GetIncompleteSources_ReferenceData_IsCollectedAndCanBeExcluded()
    {
        ScopeResult[] ends =
        [
            new() { Project = "p1", Collection = "compute.zones", Scope = "global", State = ScopeState.Failed },
            new() { Project = "p1", Collection = "compute.networks", Scope = "global", State = ScopeState.Failed },
        ];
        GoogleCloudEmulatorOptions estate = new() { ResourcesPerCollection = 5 };

        Assert.Equal(["compute.zones", "compute.networks"], (await RetryAsync(estate, ends, new())).Ends.Select(end => end.Collection));
        Assert.Equal(["compute.zones"], (await RetryAsync(estate, ends, new() { ExcludedTypes = ["networks"] })).Ends.Select(end => end.Collection));
        Assert.Equal(["compute.networks"], (await RetryAsync(estate, ends, new() { ExcludedTypes = ["zones"] })).Ends.Select(end => end.Collection));
    }

    [Fact]
    public async Task GetIncompleteSources_ProjectsWereNotFound_SaysSoAgainAndGoesOn()
    {
        ScopeResult[] ends =
        [
            new() { Collection = "cloudresourcemanager.projects", Scope = ScopeResult.AllScopes, State = ScopeState.Denied, Reason = "forbidden" },
            new() { Project = "p1", Collection = "compute.networks", Scope = "global", State = ScopeState.Failed },
        ];

        var second = await RetryAsync(new() { ResourcesPerCollection = 5 }, ends, new());

        Assert.Equal(5, second.Names.Count());
        var error = Assert.Single(second.Errors);
        Assert.Equal((ScopeState.Denied, "forbidden"), (error.State, error.Reason));
        Assert.Contains("--organization", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetIncompleteSources_AssetInventory_IsAskedAgain()
    {
        ScopeResult[] ends = [new() { Collection = "cloudasset.assets", Scope = $"organizations/{EmulatedOrganization.Id}", State = ScopeState.Failed }];

        var second = await RetryAsync(new() { ResourcesPerCollection = 5, Organization = new() { Projects = 2 } }, ends, new() { Types = ["compute.networks"] });

        Assert.Equal(10, second.Names.Count());
        Assert.Empty(second.Errors);
    }

    [Fact]
    public void Listed_MoreThanTheBound_SaysSo()
    {
        var listed = new ListedScopes("p", null, "c");
        for (var scope = 0; scope < ListedScopes.Max; scope++)
        {
            listed.Add("c", $"s{scope}");
        }

        Assert.False(listed.HasOverflowed);
        listed.Add("c", "more");
        Assert.True(listed.HasOverflowed);
        Assert.True(listed.Contains("c", "s7"));
        Assert.False(listed.Contains("c", "more"));
    }

    private static string Text(ScopeResult end) => $"{end.State.ToString().ToLowerInvariant()} {end.Collection}";

    private static string Name(ScopeResult end) => $"{end.Project} {end.Collection} {end.Scope}";

    private static async Task<Collected> CollectAsync(GoogleCloudEmulatorOptions estate, GoogleCloudSelection selection, int? lateAfter = null)
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(estate, Cancellation);
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = emulator.ServiceEndpoint });
        return await WalkAsync(inventory.GetSourcesAsync(selection, Cancellation), lateAfter);
    }

    private static async Task<Collected> RetryAsync(GoogleCloudEmulatorOptions estate, IEnumerable<ScopeResult> ends, GoogleCloudSelection selection)
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(estate, Cancellation);
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = emulator.ServiceEndpoint });
        return await WalkAsync(inventory.GetIncompleteSourcesAsync(ends.ToAsyncEnumerable(), selection, Cancellation), null);
    }

    private static async Task<Collected> WalkAsync(IAsyncEnumerable<ResourceSource> sources, int? lateAfter)
    {
        var time = new FakeTimeProvider();
        List<ScopeResult> ends = [];
        var run = new SequentialCollector(new() { LookAhead = 0 }, timeProvider: time).Collect(new CollectionRequest(sources)
        {
            Deadline = lateAfter is null ? null : TimeSpan.FromMinutes(1),
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

        return new Collected(records, ends);
    }

    private sealed record Collected(IReadOnlyList<DetachedRecord> Records, IReadOnlyList<ScopeResult> Ends)
    {
        public IEnumerable<string> Names => Records.Where(record => !record.IsError).Select(record => $"{record.AssetType} {record.Name}");

        public IReadOnlyList<InventoryError> Errors => [.. Records.Where(record => record.IsError).Select(record => record.Error!)];
    }
}
