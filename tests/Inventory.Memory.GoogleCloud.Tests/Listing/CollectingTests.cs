using Inventory.Memory.GoogleCloud.Tests.Support;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

public sealed class CollectingTests
{
    private const string Link = "https://www.googleapis.com/compute/v1/projects/p1";

    [Fact]
    public async Task Collect_AggregatedPages_GivesEachResourceWithItsPlace()
    {
        await using var server = new ScriptedHttpServer(target => target.Contains("pageToken=t%2F2", StringComparison.Ordinal)
            ? Reply.Json("""{"items":{"zones/z-1-a":{"disks":[{"name":"b","selfLink":"LINK/zones/z-1-a/disks/b"}]},"global":{"warning":{"code":"NO_RESULTS_ON_PAGE"}}}}""".Replace("LINK", Link, StringComparison.Ordinal))
            : Reply.Json("""{"nextPageToken":"t/2","items":{"zones/z-1-a":{"disks":[ {"name":"a","selfLink":"LINK/zones/z-1-a/disks/a"}]},"regions/z-1":{"disks":[{"name":"r"}]}}}""".Replace("LINK", Link, StringComparison.Ordinal)));
        var collected = await Collected.FromAsync(server, "compute.disks");
        Assert.Equal(
            [
                ("//compute.googleapis.com/projects/p1/zones/z-1-a/disks/a", "compute.googleapis.com/Disk", "z-1-a"),
                ("//compute.googleapis.com/projects/p1/regions/z-1/disks/r", "compute.googleapis.com/RegionDisk", "z-1"),
                ("//compute.googleapis.com/projects/p1/zones/z-1-a/disks/b", "compute.googleapis.com/Disk", "z-1-a"),
            ],
            collected.Resources.Select(record => (record.Name, record.AssetType, record.Location)));
        Assert.All(collected.Resources, record => Assert.Equal(
            ("v1", "Disk", "//cloudresourcemanager.googleapis.com/projects/p1", "p1"),
            (record.Version, record.DiscoveryName, record.Parent, record.Project)));
        Assert.Equal((RunState.Complete, 2L), (collected.Summary.State, collected.Summary.Requests));
        Assert.Equal(
            [
                "/compute/v1/projects/p1/aggregated/disks?prettyPrint=false&returnPartialSuccess=true&maxResults=500",
                "/compute/v1/projects/p1/aggregated/disks?prettyPrint=false&returnPartialSuccess=true&maxResults=500&pageToken=t%2F2",
            ],
            server.Targets);
    }

    [Fact]
    public async Task Collect_RequestHeaders_NeitherGzipNorTokenTowardsLoopback()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("{}"));
        var collected = await Collected.FromAsync(server, "compute.snapshots");
        Assert.Equal(RunState.Complete, collected.Summary.State);
        var head = Assert.Single(server.Requests);
        Assert.DoesNotContain("gzip", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Authorization", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("User-Agent: Inventory.Memory/", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_QuotaProject_IsSentWithEveryCall()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("{}"));
        await Collected.FromAsync(server, "compute.snapshots", configure: options => options.QuotaProject = "billed");
        Assert.Contains("x-goog-user-project: billed\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_Gzip_AsksForItAndReadsIt()
    {
        using var body = new MemoryStream();
        await using (var zip = new System.IO.Compression.GZipStream(body, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write("""{"items":[{"name":"s"}]}"""u8);
        }

        await using var server = new ScriptedHttpServer(_ => Reply.Of(200, "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", body.ToArray()));
        var collected = await Collected.FromAsync(server, "compute.snapshots", configure: options => options.Gzip = GzipMode.On);
        Assert.Equal(["//compute.googleapis.com/projects/p1/global/snapshots/s"], collected.Names);
        Assert.Contains("Accept-Encoding: gzip", server.Requests.Single(), StringComparison.Ordinal);
        Assert.Contains("(gzip)", server.Requests.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"a\/b","selfLink":"https:\/\/x\/compute\/v1\/projects\/p1\/global\/snapshots\/a"}""", "projects/p1/global/snapshots/a")]
    [InlineData("""{"name":"a\u0062"}""", "projects/p1/global/snapshots/ab")]
    [InlineData("""{"selfLink":"nonsense","id":"42"}""", "projects/p1/global/snapshots/42")]
    [InlineData("""{"selfLink":"http://127.0.0.1:1/prefix/compute/v1/projects/p1/global/snapshots/s"}""", "projects/p1/global/snapshots/s")]
    public async Task Collect_OddSelfLinks_StillGivesAFullName(string item, string expected)
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json($$"""{"items":[{{item}}]}"""));
        var collected = await Collected.FromAsync(server, "compute.snapshots");
        Assert.Equal([$"//compute.googleapis.com/{expected}"], collected.Names);
    }

    [Fact]
    public async Task Collect_OneAssetTypeOfACollection_LeavesTheOthersOut()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json(
            """{"items":{"zones/z-1-a":{"disks":[{"name":"a"}]},"regions/z-1":{"disks":[{"name":"r"}]}}}"""));
        var collected = await Collected.FromAsync(server, "RegionDisk");
        Assert.Equal(["//compute.googleapis.com/projects/p1/regions/z-1/disks/r"], collected.Names);
    }

    [Fact]
    public async Task Collect_Fields_AskForNameLinkIdAndWarningsToo()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("{}"));
        await Collected.FromAsync(server, "compute.instances", selection => selection.Fields = "labels,networkInterfaces(networkIP,name)");
        await Collected.FromAsync(server, "compute.snapshots", selection => selection.Fields = "name");
        Assert.Equal(
            [
                "items/*/instances(name,selfLink,id,labels,networkInterfaces(networkIP,name)),items/*/warning,nextPageToken,warning,unreachables",
                "items(selfLink,id,name),nextPageToken,warning",
            ],
            server.Targets.Select(target => Uri.UnescapeDataString(target.Split("&fields=")[1].Split('&')[0])));
    }

    [Theory]
    [InlineData("compute.instances")]
    [InlineData("cloudfunctions.functions")]
    public async Task Collect_Filter_IsPassedOnWithEveryPage(string type)
    {
        await using var server = new ScriptedHttpServer(target => Reply.Json(target.Contains("pageToken", StringComparison.Ordinal) ? "{}" : """{"nextPageToken":"2"}"""));
        await Collected.FromAsync(server, type, selection => selection.Filter = "labels.env = \"a&b\"");
        Assert.Equal(
            ["labels.env = \"a&b\"", "labels.env = \"a&b\""],
            server.Targets.Select(target => Uri.UnescapeDataString(target.Split("filter=")[1].Split('&')[0])));
    }

    [Fact]
    public async Task Collect_Locations_ReplacesTheAggregatedCall()
    {
        await using var server = LocationServer();
        var collected = await Collected.FromAsync(server, "compute.disks", selection => selection.Locations = ["EU-west1", "us-*-a"]);
        Assert.Equal(
            ["regions", "zones", "regions/eu-west1/disks", "zones/eu-west1-b/disks", "zones/us-east1-a/disks"],
            server.Targets.Select(target => target.Split('?')[0]["/compute/v1/projects/p1/".Length..]));
        Assert.Equal(RunState.Complete, collected.Summary.State);
        Assert.Equal(3, collected.Resources.Count());
    }

    [Fact]
    public async Task Collect_GlobalAlone_AsksForNoNames()
    {
        await using var server = LocationServer();
        await Collected.FromAsync(server, "addresses", selection => selection.Locations = ["global"]);
        Assert.Equal(["/compute/v1/projects/p1/global/addresses"], server.Targets.Select(target => target.Split('?')[0]));
    }

    [Fact]
    public async Task Collect_LocationThatDoesNotExist_IsAnErrorOncePerProject()
    {
        await using var server = LocationServer();
        var collected = await Collected.FromAsync(server, "*disk", selection => selection.Locations = ["us-esat1", "eu-west1"]);
        var error = Assert.Single(collected.Errors);
        Assert.Equal("unknownLocation", error.Reason);
        Assert.Contains("us-esat1", error.Message, StringComparison.Ordinal);
        Assert.Contains("us-east1", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(collected.Resources);
    }

    [Fact]
    public async Task Collect_OnlyAggregatedCollectionWithLocations_LeavesOthersOut()
    {
        await using var server = new ScriptedHttpServer(target => target.Contains("aggregated", StringComparison.Ordinal)
            ? Reply.Json("""{"items":{"regions/eu-west1":{"networkEdgeSecurityServices":[{"name":"in"}]},"regions/us-east1":{"warning":{"code":"UNREACHABLE"},"networkEdgeSecurityServices":[{"name":"out"}]}}}""")
            : LocationNames(target));
        var collected = await Collected.FromAsync(server, "networkEdgeSecurityServices", selection => selection.Locations = ["eu-west1"]);
        Assert.Equal(["//compute.googleapis.com/projects/p1/regions/eu-west1/networkEdgeSecurityServices/in"], collected.Names);
        Assert.Empty(collected.Errors);
    }

    [Fact]
    public async Task Collect_RegionalCollection_AsksEveryRegion()
    {
        await using var server = LocationServer();
        var collected = await Collected.FromAsync(server, "regionNotificationEndpoints");
        Assert.Equal(2, collected.Resources.Count());
        Assert.All(collected.Resources, record => Assert.Equal("compute.googleapis.com/NotificationEndpoint", record.AssetType));
    }

    [Fact]
    public async Task Collect_LocationNamesDenied_FailsEachCollectionWithoutAskingAgain()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("""{"error":{"code":403,"message":"no"}}""", 403));
        var collected = await Collected.FromAsync(server, "*Disk*", selection => selection.Locations = ["eu-west1"]);
        Assert.NotEmpty(collected.Errors);
        Assert.All(collected.Errors, error => Assert.Equal(ScopeState.Denied, error.State));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Collect_PageSizes_SelectionOverOptionsAndClamped()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("{}"));
        await Collected.FromAsync(server, "compute.snapshots", configure: options => options.PageSize = 7);
        await Collected.FromAsync(server, "compute.snapshots", selection => selection.PageSize = 9, options => options.PageSize = 7);
        Assert.Equal(["7", "9"], server.Targets.Select(target => target.Split("maxResults=")[1]));
    }

    private static ScriptedHttpServer LocationServer() => new(target => target.Split('?')[0].Split('/')[^1] is "zones" or "regions"
        ? LocationNames(target)
        : Reply.Json("""{"items":[{"name":"x"}]}"""));

    private static Reply LocationNames(string target) => Reply.Json(target.Contains("/zones?", StringComparison.Ordinal)
        ? """{"items":[{"name":"eu-west1-b"},{"name":"us-east1-a"},{"name":"us-east1-b"}]}"""
        : """{"items":[{"name":"eu-west1"},{"name":"us-east1"}]}""");
}
