using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.GoogleCloud.Pacing;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Reliability;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.GoogleCloud.Tests.Pacing;

public sealed class RequestPacerTests
{
    private const string Host = "compute.googleapis.com:443";
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Wait_Burst_PassesAndThenWaits()
    {
        var pacer = Create(perMinute: 60);
        Assert.Equal(10, await PassingAsync(pacer, Call("p")));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(3, await PassingAsync(pacer, Call("p")));
    }

    [Fact]
    public async Task Wait_OtherProjectOrApi_HasItsOwnBucket()
    {
        var pacer = Create(perMinute: 60);
        await PassingAsync(pacer, Call("p"));
        Assert.Equal(10, await PassingAsync(pacer, Call("q")));
        Assert.Equal(10, await PassingAsync(pacer, new ApiCall("p", "other.googleapis.com:443")));
    }

    [Fact]
    public async Task Wait_CallsThatCostMore_TakeMoreOfTheBucket()
    {
        var pacer = Create(perMinute: 60);
        Assert.Equal(2, await PassingAsync(pacer, new ApiCall("p", Host) { QuotaCost = 4 }));
        Assert.Equal(2, await PassingAsync(pacer, Call("p")));
        var waiting = pacer.WaitAsync(new ApiCall("p", Host) { QuotaCost = 14 }, TestContext.Current.CancellationToken).AsTask();
        _time.Advance(TimeSpan.FromSeconds(13.9));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await waiting;
    }

    [Fact]
    public async Task Wait_OneConsumerOfSeveralProjects_HasOneBucket()
    {
        var pacer = Create(perMinute: 60);
        Assert.Equal(10, await PassingAsync(pacer, new ApiCall("p", Host) { Consumer = "payer" }));
        Assert.Equal(0, await PassingAsync(pacer, new ApiCall("q", Host) { Consumer = "payer" }));
        Assert.Equal(10, await PassingAsync(pacer, Call("p")));
    }

    [Fact]
    public void Catalog_CostlyLists_AreAsTheGuideSays()
    {
        Assert.Equal(14, GoogleCatalog.Default.Find("compute.regions")!.QuotaCost);
        Assert.Equal(5, GoogleCatalog.Default.Find("compute.diskTypes")!.QuotaCost);
        Assert.Equal(1, GoogleCatalog.Default.Find("compute.disks")!.QuotaCost);
    }

    /// <summary>A burst of ten is there at first; the fourteen that a list of regions takes are there four seconds later.</summary>
    [Theory]
    [InlineData("compute.regions", 4)]
    [InlineData("compute.zones", 0)]
    public async Task Collect_CostlyList_WaitsForWhatItTakes(string type, int seconds)
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("{}"));
        var collected = await Collected.FromAsync(server, type, configure: options => options.RequestsPerMinute = 60);
        Assert.InRange(collected.Summary.Waited.TotalSeconds, seconds - 0.5, seconds + 0.5);
    }

    /// <summary>Half of what Compute Engine gets would be 600 requests; Cloud Asset Inventory gets a fifteenth, for all projects together.</summary>
    [Fact]
    public async Task Collect_AssetLists_ShareABucketOfTheirOwn()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("{}"));
        var options = new GoogleCloudOptions { Endpoint = server.Address, RequestsPerMinute = 60 };
        await using var inventory = new GoogleCloudInventory(options, null, null, new SkippingClock(), null);
        var run = new SequentialCollector(new() { LookAhead = 0 }).Collect(
            new CollectionRequest(inventory.GetAssetInventorySourcesAsync(new() { Projects = ["p", "q", "r"] }, TestContext.Current.CancellationToken)));
        await foreach (var record in run.WithCancellation(TestContext.Current.CancellationToken))
        {
            Assert.Fail($"{record.Name} is not in an empty list");
        }

        Assert.Equal(3, run.Summary.Requests);
        Assert.InRange(run.Summary.Waited.TotalSeconds, 34, 36);
    }

    /// <summary>What folders have is listed with the quota of whoever asks: after a burst of ten, two wait for a second each.</summary>
    [Fact]
    public async Task Collect_ListsOfFolders_ShareABucket()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("{}"));
        var collected = await Collected.FromAsync(
            server,
            "compute.firewallPolicies",
            selection => (selection.Projects, selection.Folders) = ([], [.. Enumerable.Range(1, 12).Select(folder => $"{folder}")]),
            options => options.RequestsPerMinute = 60);
        Assert.Equal(12, collected.Summary.Requests);
        Assert.InRange(collected.Summary.Waited.TotalSeconds, 1.5, 2.5);
    }

    [Fact]
    public async Task Wait_Exhausted_EndsWhenTheTokenIsThere()
    {
        var pacer = Create(perMinute: 60);
        var call = Call("p");
        await PassingAsync(pacer, call);
        var waiting = pacer.WaitAsync(call, TestContext.Current.CancellationToken).AsTask();
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await waiting;
        Assert.InRange(call.Waited, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.2));
    }

    [Fact]
    public async Task Wait_Cancelled_EndsAtOnceAndGivesItsPlaceBack()
    {
        var pacer = Create(perMinute: 60);
        await PassingAsync(pacer, Call("p"));
        using var cancellation = new CancellationTokenSource();
        var waiting = pacer.WaitAsync(Call("p"), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await PassingAsync(pacer, Call("p")));
    }

    [Fact]
    public async Task Slow_QuotaAnswers_HalveTheRateAndTimeBringsItBack()
    {
        var pacer = Create(perMinute: 60);
        var bucket = pacer.BucketOf(Call("p"));
        pacer.Slow(Call("p"));
        Assert.Equal(0.5, bucket.Rate, 0.01);
        Assert.Equal(0, await PassingAsync(pacer, Call("p")));
        _time.Advance(TimeSpan.FromMinutes(1));
        pacer.Slow(Call("p"));
        Assert.Equal(0.275, bucket.Rate, 0.01);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0.525, bucket.Rate, 0.01);
        _time.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(1, bucket.Rate, 0.01);
    }

    /// <summary>A quota counts a minute: what was in flight when it was used up, and what comes before it refills, says the same once more.</summary>
    [Fact]
    public void Slow_SeveralAnswersWithinAMinute_HalveTheRateOnce()
    {
        var pacer = Create(perMinute: 1200);
        var bucket = pacer.BucketOf(Call("p"));
        for (var answer = 0; answer < 9; answer++)
        {
            pacer.Slow(Call("p"));
        }

        Assert.Equal(10, bucket.Rate, 0.01);
        _time.Advance(TimeSpan.FromSeconds(59));
        pacer.Slow(Call("p"));
        Assert.Equal(11, bucket.Rate, 0.05);
        _time.Advance(TimeSpan.FromSeconds(1));
        pacer.Slow(Call("p"));
        Assert.Equal(5.5, bucket.Rate, 0.05);
    }

    /// <summary>A minute gives back a twentieth of the whole rate, so that halving it each minute ends at a tenth of it.</summary>
    [Fact]
    public void Slow_ForEver_LeavesSomething()
    {
        var pacer = Create(perMinute: 60);
        for (var answer = 0; answer < 1000; answer++)
        {
            pacer.Slow(Call("p"));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(0.1, pacer.BucketOf(Call("p")).Rate, 0.01);
    }

    [Fact]
    public async Task Buckets_FiveThousandProjects_AreBounded()
    {
        var pacer = Create(perMinute: 60);
        for (var project = 0; project < 5000; project++)
        {
            await PassingAsync(pacer, Call($"p{project}"));
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(RequestPacer.MaxBuckets, pacer.Buckets);
        Assert.Equal(0, await PassingAsync(pacer, Call("p4999")));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", null, false)]
    [InlineData("https://{service}.googleapis.com", null, true)]
    [InlineData("https://{service}.googleapis.com", 0, false)]
    [InlineData("http://127.0.0.1:1", 60, true)]
    public async Task Create_Defaults_PaceGoogleAndNotLoopback(string endpoint, int? perMinute, bool paces)
    {
        var pacer = new RequestPacer(new GoogleCloudOptions { Endpoint = endpoint, RequestsPerMinute = perMinute }, _time);
        Assert.Equal(paces, await PassingAsync(pacer, Call("p")) < 1000);
    }

    private RequestPacer Create(int perMinute) => new(new GoogleCloudOptions { RequestsPerMinute = perMinute }, _time);

    private static ApiCall Call(string project) => new(project, Host);

    /// <summary>How many requests pass without waiting.</summary>
    private static async Task<int> PassingAsync(RequestPacer pacer, ApiCall call)
    {
        using var cancellation = new CancellationTokenSource();
        for (var passed = 0; passed < 1000; passed++)
        {
            var waiting = pacer.WaitAsync(call, cancellation.Token).AsTask();
            if (!waiting.IsCompletedSuccessfully)
            {
                // Its place must have been given back before anything else is asked.
                await cancellation.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
                return passed;
            }
        }

        return 1000;
    }
}
