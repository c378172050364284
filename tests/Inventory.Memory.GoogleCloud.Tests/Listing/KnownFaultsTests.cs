using System.Globalization;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.GoogleCloud.Tests.Reliability;
using Inventory.Memory.GoogleCloud.Tests.Support;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

/// <summary>What the original collector gets wrong: a test for each fault that would fail with it.</summary>
[Collection(Alone.Name)]
public sealed class KnownFaultsTests
{
    private const int MiB = 1 << 20;

    public static MatrixTheoryData<string, string> Refusals => new(
        ["pubsub.topics", "cloudfunctions.functions", "dataproc.clusters", "run.services", "sqladmin.instances", "cloudkms.keyRings"],
        ["denied", "error", "reset", "html", "nothing"]);

    /// <summary>Fault: only the last (Pub/Sub, Functions) or the first page (Dataproc) is kept.</summary>
    [Theory]
    [InlineData("pubsub.topics", "topics", "projects/p1/topics/")]
    [InlineData("cloudfunctions.functions", "functions", "projects/p1/locations/l-1/functions/")]
    [InlineData("dataproc.clusters", "clusters", "")]
    public async Task Collect_ThreePages_EachIsKept(string type, string property, string prefix)
    {
        await using var server = PlacesServer.Of(target =>
        {
            var page = target.Contains("pageToken=t1", StringComparison.Ordinal) ? 1 : target.Contains("pageToken=t2", StringComparison.Ordinal) ? 2 : 0;
            var name = target.Contains("l-2", StringComparison.Ordinal) ? "other" : "this";
            return Reply.Json($$"""{"{{property}}":[{"name":"{{prefix}}{{name}}-{{page}}","clusterName":"{{name}}-{{page}}"}]{{(page < 2 ? $",\"nextPageToken\":\"t{page + 1}\"" : "")}}}""");
        });
        var collected = await Collected.FromAsync(server, type);
        Assert.Equal(RunState.Complete, collected.Summary.State);
        Assert.Equal(["this-0", "this-1", "this-2"], collected.Names.Select(name => name.Split('/')[^1]).Where(name => name.StartsWith("this", StringComparison.Ordinal)));
        Assert.Equal(collected.Names.Count(), server.Lists().Count());
    }

    /// <summary>Fault: any 403 or exception is turned into an empty list.</summary>
    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Collect_ListIsRefusedOrBreaks_IsNeverEmpty(string type, string refusal)
    {
        await using var server = PlacesServer.Of(_ => refusal switch
        {
            "denied" => Reply.Json("""{"error":{"code":403,"message":"no","status":"PERMISSION_DENIED"}}""", 403),
            "error" => Reply.Json("""{"error":{"code":500,"message":"no"}}""", 500),
            "reset" => Reply.Json("""{"unknown":[]}""").CutBy(3, reset: true),
            "html" => Reply.Json("<html>login</html>"),
            _ => Reply.Json(""),
        });
        var collected = await Collected.FromAsync(server, type);
        var state = refusal == "denied" ? ScopeState.Denied : ScopeState.Failed;
        Assert.NotEmpty(collected.Errors);
        Assert.All(collected.Errors, error => Assert.Equal((type, state), (error.Collection, error.State)));
        Assert.Equal(server.Lists().Count(), collected.Summary.Scopes(state));
        Assert.Equal((0L, 0L), (collected.Summary.Scopes(ScopeState.Empty), collected.Summary.Scopes(ScopeState.Complete)));
        Assert.NotEqual(RunState.Complete, collected.Summary.State);
    }

    /// <summary>Fault: <c>unreachable</c> and <c>warning</c> are never read.</summary>
    [Theory]
    [InlineData("cloudfunctions.functions", """{"unreachable":["projects/p1/locations/l-2"]}""", "unreachable", "l-2")]
    [InlineData("compute.snapshots", """{"warning":{"code":"LIST_OVERHEAD","message":"m"}}""", "LIST_OVERHEAD", "global")]
    [InlineData("compute.disks", """{"items":{"zones/l-1-a":{"warning":{"code":"UNREACHABLE","message":"m"}}}}""", "UNREACHABLE", "l-1-a")]
    [InlineData("sqladmin.instances", """{"warnings":[{"code":"REGION_UNREACHABLE","message":"m","region":"l-2"}]}""", "REGION_UNREACHABLE", "l-2")]
    public async Task Collect_AnswerSaysThatSomethingIsMissing_IsPartial(string type, string body, string reason, string location)
    {
        await using var server = PlacesServer.Of(_ => Reply.Json(body));
        var collected = await Collected.FromAsync(server, type);
        var error = Assert.Single(collected.Errors);
        Assert.Equal((reason, location), (error.Reason, error.Location));
        Assert.Equal((RunState.Partial, 1L), (collected.Summary.State, collected.Summary.Scopes(ScopeState.Partial)));
    }

    /// <summary>Fault: counters are reset in the middle of a run, with each service or project.</summary>
    [Fact]
    public async Task Collect_SeveralServicesAndProjects_CountersAreOfTheWholeRun()
    {
        var denied = new EmulatorFault { Kind = FaultKind.Status, Collection = "pubsub.schemas", Status = 403, Reason = "forbidden" };
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { ResourcesPerCollection = 3, Faults = { denied } }, TestContext.Current.CancellationToken);
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = emulator.ServiceEndpoint });
        var selection = new GoogleCloudSelection { Projects = ["p1", "p2"], Types = ["PubSub", "CloudStorage", "compute.disks"] };
        var run = new SequentialCollector().Collect(new CollectionRequest(inventory.GetSourcesAsync(selection, TestContext.Current.CancellationToken)));
        Dictionary<string, long> handedOut = new(StringComparer.Ordinal);
        var (resources, errors, requests) = (0L, 0L, 0L);
        await foreach (var record in run)
        {
            resources += record.IsError ? 0 : 1;
            errors += record.IsError ? 1 : 0;
            handedOut[record.Collection] = handedOut.GetValueOrDefault(record.Collection) + (record.IsError ? 0 : 1);
            Assert.Equal((resources, errors), (run.Summary.Resources, run.Summary.Errors));
            Assert.True(run.Summary.Requests >= requests, "The count of requests went back.");
            requests = run.Summary.Requests;
        }

        Assert.Equal(2, errors);
        Assert.Equal(handedOut, run.Summary.Types.ToDictionary(type => type.Collection, type => type.Resources));
    }

    /// <summary>Fault: whole lists are held in memory.</summary>
    [Fact]
    public async Task Collect_LongList_HoldsNoMoreThanItsPages()
    {
        const int Pages = 48;
        var text = new string('x', MiB);
        await using var server = new ScriptedHttpServer(target =>
        {
            // Joined by +, because an interpolated string would leave its large buffers in each thread's pool.
            var page = target.Split("pageToken=") is [_, var token] ? int.Parse(token, CultureInfo.InvariantCulture) : 0;
            var next = page < Pages - 1 ? $",\"nextPageToken\":\"{page + 1}\"" : "";
            return Reply.Json("{\"topics\":[{\"name\":\"projects/p1/topics/t-" + page + "\",\"x\":\"" + text + "\"}]" + next + "}");
        });
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = server.Address });
        var selection = new GoogleCloudSelection { Projects = ["p1"], Types = ["pubsub.topics"] };
        var run = new SequentialCollector().Collect(new CollectionRequest(inventory.GetSourcesAsync(selection, TestContext.Current.CancellationToken)));
        var (seen, early, late) = (0, 0L, 0L);
        await foreach (var record in run)
        {
            Assert.False(record.IsError);
            Assert.InRange(server.Requests.Count, 1, seen + 2);
            early = seen == 8 ? GC.GetTotalMemory(forceFullCollection: true) : early;
            late = seen == Pages - 1 ? GC.GetTotalMemory(forceFullCollection: true) : late;
            seen++;
        }

        Assert.Equal(Pages, seen);
        Assert.True(late - early < 4 * MiB, $"{early} bytes were alive after 8 pages of a mebibyte, {late} after {Pages - 1}.");
    }

    /// <summary>Fault: instances are listed five times over, once for each type that has to do with them.</summary>
    [Fact]
    public async Task Collect_TypesThatHaveToDoWithInstances_ListsEachOnce()
    {
        await using var server = PlacesServer.Of(_ => Reply.Json("{}"));
        await Collected.FromAsync(server, "*");

        // Disks, groups and the addresses derived from instances included: each list of Compute Engine is read once for all.
        var lists = server.Lists().Where(path => path.StartsWith("/compute/", StringComparison.Ordinal)).ToList();
        Assert.Contains("/compute/v1/projects/p1/aggregated/instances", lists);
        Assert.Equal([], lists.GroupBy(path => path, StringComparer.Ordinal).Where(calls => calls.Count() > 1).Select(calls => calls.Key));
    }

    /// <summary>Fault: two services have a class of the same name, so that the snapshots of one are never collected.</summary>
    [Fact]
    public async Task Collect_SnapshotsOfSeveralServices_EachIsCollected()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { ResourcesPerCollection = 3 }, TestContext.Current.CancellationToken);
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = emulator.ServiceEndpoint });
        var collected = await Collected.FromAsync(inventory, new GoogleCloudSelection { Projects = ["p1"], Types = ["snapshots"] });
        Assert.Equal(RunState.Complete, collected.Summary.State);
        var counts = collected.Resources.GroupBy(record => record.AssetType).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        Assert.Equal(["compute.googleapis.com/Snapshot", "file.googleapis.com/Snapshot", "pubsub.googleapis.com/Snapshot"], counts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((3, 3), (counts["compute.googleapis.com/Snapshot"], counts["pubsub.googleapis.com/Snapshot"]));
    }

    /// <summary>Fault: error records without a message.</summary>
    [Theory]
    [InlineData(403, "")]
    [InlineData(403, "{}")]
    [InlineData(404, """{"error":{"code":404,"message":""}}""")]
    [InlineData(500, """{"error":null}""")]
    [InlineData(200, "")]
    [InlineData(200, """{"error":{}}""")]
    [InlineData(200, """{"topics":[{"name":"projects/p1/topics/a"}""")]
    public async Task Collect_FailureThatExplainsNothing_StillHasAMessage(int status, string body)
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json(body, status));
        var error = Assert.Single((await Collected.FromAsync(server, "pubsub.topics")).Errors);
        Assert.Contains("p1", error.Message, StringComparison.Ordinal);
        Assert.Contains($"answered {status}", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Reason);
    }

    [Fact]
    public async Task Collect_WarningThatExplainsNothing_StillHasAMessage()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("""{"warning":{"code":"ODD"}}"""));
        var error = Assert.Single((await Collected.FromAsync(server, "compute.snapshots")).Errors);
        Assert.Contains("ODD", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Fault: ids collide, because they are made of a name that is unique in its own place only.</summary>
    [Fact]
    public async Task Collect_SameNameEverywhere_FullNamesDiffer()
    {
        const string Item = """[{"name":"x","id":"x","clusterName":"x","datasetReference":{"datasetId":"x"},"tableReference":{"tableId":"x"}}]""";
        await using var server = PlacesServer.Of(target => Reply.Json(target.Contains("/aggregated/", StringComparison.Ordinal)
            ? """{"items":{"zones/l-1-a":{"disks":ITEM},"zones/l-2-a":{"disks":ITEM},"regions/l-1":{"disks":ITEM}}}""".Replace("ITEM", Item, StringComparison.Ordinal)
            : $$"""{"items":{{Item}},"clusters":{{Item}},"datasets":{{Item}},"tables":{{Item}},"builds":{{Item}}}"""));
        string[] types = ["compute.disks", "compute.snapshots", "compute.networks", "CloudSQL", "BigQuery", "dataproc.clusters", "cloudbuild.builds"];
        var collected = await Collected.FromAsync(server, "compute.images", selection => (selection.Projects, selection.Types) = (["p1", "p2"], types));
        Assert.Empty(collected.Errors);

        // Of a project: 3 disks, a snapshot, a network, 3 of Cloud SQL, 2 of BigQuery, 2 clusters, and builds of the project and of 2 locations.
        Assert.Equal(2 * 15, collected.Names.Count());
        Assert.Equal([], collected.Names.GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key));
    }
}
