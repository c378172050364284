using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Estates;
using Inventory.Memory.GoogleCloud.Emulator.Http;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.GoogleCloud.Emulator.Tests.Estates;

public sealed class GeneratedEstateTests
{
    public static TheoryData<string> AggregatedCollections =>
        [.. GoogleCatalog.Default.Collections.Where(entry => entry.Methods.ContainsKey(ScopeKind.Aggregated)).Select(entry => entry.Name)];

    [Theory]
    [InlineData("instances")]
    [InlineData("disks")]
    [InlineData("addresses")]
    [InlineData("operations")]
    [InlineData("networkEndpointGroups")]
    public async Task ScopedLists_Together_AreTheAggregatedList(string segment)
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(emulator);
        var entry = GoogleCatalog.Default.Collections.First(e => e.Segment == segment);
        var aggregated = await client.ListAsync($"aggregated/{segment}");

        Assert.Equal(100, aggregated.Count);
        foreach (var scope in aggregated.GroupBy(item => item.Scope))
        {
            var listed = await client.ListAsync($"{scope.Key}/{segment}", pageSize: 3);
            Assert.Equal(
                scope.Select(item => EmulatorClient.Compact(item.Resource)),
                listed.Select(item => EmulatorClient.Compact(item.Resource)));
        }

        var kinds = entry.Methods.Keys.Where(kind => kind != ScopeKind.Aggregated);
        Assert.Equal(kinds.Count(), aggregated.Select(item => item.Scope.Split('/')[0]).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(AggregatedCollections))]
    public async Task Resources_OfEveryCollection_AreUniqueAndInTheirScope(string collection)
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { ResourcesPerCollection = 60 });
        using var client = new EmulatorClient(emulator);
        var entry = GoogleCatalog.Default.Collections.First(e => e.Name == collection);
        var segment = entry.Segment;

        var items = await client.ListAsync($"aggregated/{segment}");

        Assert.Equal(60, items.Select(item => (string?)item.Resource["name"]).Distinct().Count());
        Assert.Equal(60, items.Select(item => (string?)item.Resource["id"]).Distinct().Count());
        Assert.All(items, item => AssertPlaced(item.Scope, item.Resource, segment));
    }

    [Fact]
    public async Task Pages_SameSeed_AreTheSameBytes()
    {
        await using var first = await GoogleCloudEmulator.StartAsync(new() { Seed = 7 });
        await using var second = await GoogleCloudEmulator.StartAsync(new() { Seed = 7 });
        await using var other = await GoogleCloudEmulator.StartAsync(new() { Seed = 8 });
        using var one = new EmulatorClient(first);
        using var two = new EmulatorClient(second);
        using var three = new EmulatorClient(other);
        var path = EmulatorClient.Url("aggregated/instances?maxResults=20");

        var page = await one.Http.GetStringAsync(path);

        Assert.Equal(page, await two.Http.GetStringAsync(path));
        Assert.NotEqual(page, await three.Http.GetStringAsync(path));
    }

    [Theory]
    [InlineData("compute.disks")]
    [InlineData("Disks")]
    [InlineData("regionDisks")]
    [InlineData("compute.regionDisks")]
    public async Task Collections_AnyOfItsNames_SetsTheNumber(string name)
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { Collections = { [name] = 7 } });
        using var client = new EmulatorClient(emulator);

        Assert.Equal(7, (await client.ListAsync("aggregated/disks")).Count);
        Assert.Equal(100, (await client.ListAsync("aggregated/instances")).Count);
    }

    [Fact]
    public async Task Instances_OnAverage_AreAsLargeAsRecordedOnes()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { Collections = { ["instances"] = 10_000 } });
        using var client = new EmulatorClient(emulator);

        var body = await client.Http.GetStringAsync(EmulatorClient.Url("zones/us-central1-a/instances?prettyPrint=false"));
        var sizes = JsonNode.Parse(body)!["items"]!.AsArray().Select(item => Encoding.UTF8.GetByteCount(EmulatorClient.Compact(item!))).ToArray();

        Assert.Equal(500, sizes.Length);
        Assert.InRange(body.Length / 500, 3600, 4200);
        Assert.InRange(sizes.Max() - sizes.Min(), 1000, 10_000);
    }

    [Fact]
    public async Task Resources_AMillion_TheLastPageIsReachedByItsToken()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { Collections = { ["instances"] = 1_000_000 } });
        using var client = new EmulatorClient(emulator);
        var token = new PagePosition(999_750, 1999).ToToken("projects/test-project/aggregated/instances");

        var page = await client.GetAsync($"aggregated/instances?pageToken={token}");

        Assert.Equal(250, EmulatorClient.Resources(page).Count());
        Assert.Equal("instance-000999999", (string?)EmulatorClient.Resources(page).Last().Resource["name"]);
        Assert.False(page.ContainsKey("nextPageToken"));
    }

    [Theory]
    [InlineData(EstateSpread.Even, 1)]
    [InlineData(EstateSpread.Natural, 100)]
    public async Task List_Spread_IsEvenOrAsEstatesAre(EstateSpread spread, int leastDifference)
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { Collections = { ["instances"] = 1000 }, Spread = spread });
        using var client = new EmulatorClient(emulator);

        var page = await client.GetAsync("aggregated/instances?maxResults=500");
        var rest = await client.GetAsync($"aggregated/instances?maxResults=500&pageToken={page["nextPageToken"]}");
        var zones = EmulatorClient.Resources(page).Concat(EmulatorClient.Resources(rest)).CountBy(found => found.Scope).Select(zone => zone.Value).ToList();

        Assert.Equal(1000, zones.Sum());
        if (spread == EstateSpread.Even)
        {
            Assert.InRange(zones.Max() - zones.Min(), 0, leastDifference);
        }
        else
        {
            Assert.InRange(zones.Max() - zones.Min(), leastDifference, 1000);
        }
    }

    [Fact]
    public void CopyTo_AfterTheFirstResource_AllocatesNothing()
    {
        using var estate = new GeneratedEstate(GoogleCatalog.Default, seed: 1, EstateSpread.Natural, 1_000_000, new Dictionary<CatalogEntry, long>());
        Assert.True(new RouteTable(GoogleCatalog.Default).TryFind(EmulatorClient.Url("zones/us-central1-a/instances"), out var call));
        Assert.Null(estate.TryOpen(call, out var list));
        var output = new ArrayBufferWriter<byte>(16 * 1024);
        CopyMany(list!, output);

        var allocation = new LeastAllocation();
        while (allocation.GoOn())
        {
            CopyMany(list!, output);
        }

        Assert.Equal(0, allocation.Bytes);
    }

    private static void CopyMany(ResourceList list, ArrayBufferWriter<byte> output)
    {
        for (var i = 0; i < 1000; i++)
        {
            output.ResetWrittenCount();
            list.CopyTo(i, 0, output);
        }
    }

    private static void AssertPlaced(string scope, JsonObject resource, string segment)
    {
        var prefix = $"https://www.googleapis.com/compute/v1/projects/{EmulatorClient.Project}/{scope}";
        Assert.Equal($"{prefix}/{segment}/{resource["name"]}", (string?)resource["selfLink"]);
        Assert.True(ulong.TryParse((string?)resource["id"], NumberStyles.None, CultureInfo.InvariantCulture, out _));
        Assert.Equal(scope.StartsWith("zones/", StringComparison.Ordinal) ? prefix : null, (string?)resource["zone"]);
        Assert.Equal(scope.StartsWith("regions/", StringComparison.Ordinal) ? prefix : null, (string?)resource["region"]);
    }
}
