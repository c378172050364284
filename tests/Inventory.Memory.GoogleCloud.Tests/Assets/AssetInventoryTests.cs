using System.Text;
using Inventory.Memory.GoogleCloud.Assets;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.GoogleCloud.Tests.Assets;

public sealed class AssetInventoryTests
{
    private const string Backwards = """
        {"readTime":"2025-01-01T00:00:00Z","assets":[
          {"updateTime":"2025-01-01T00:00:00Z","ancestors":["projects/1"],"resource":{"data":{"b":[1, {"name":"inner"}]},"location":"us-east1","parent":"//p","discoveryName":"D","version":"v9","discoveryDocumentUri":"https://x"},"assetType":"a.googleapis.com/D","name":"//a.googleapis.com/projects/p/ds/\u0031"},
          {"assetType":"a.googleapis.com/E","name":"//a.googleapis.com/projects/p/es/2","iamPolicy":{"data":{"not":"this"}}}
        ]}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Collect_Organization_GivesInOneListWhatTheApisGive()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { Organization = new() { Projects = 12 }, ResourcesPerCollection = 7 }, Cancellation);
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = emulator.Endpoint.ToString() });
        var selection = new GoogleCloudSelection { Organizations = [EmulatedOrganization.Id], Types = ["compute.disks", "compute.networks", "compute.addresses"] };
        var fromApis = await Collected.FromAsync(inventory, selection);
        var assets = await CollectAsync(inventory, selection);

        Assert.Equal(RunState.Complete, assets.Summary.State);
        Assert.Equal(12 * 21, assets.Names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Key(fromApis), Key(assets));
        Assert.Equal(1, assets.Summary.Types.Single().Scopes(ScopeState.Complete));
        Assert.Equal(1, assets.Summary.Requests);

        static IEnumerable<string> Key(Collected collected) => collected.Resources
            .Select(record => $"{record.Name} {record.AssetType} {record.Location} {record.Version} {record.DiscoveryName} {record.Parent} {Encoding.UTF8.GetString(record.Json.Span)}")
            .Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Collect_WholeEstate_HasWhatEachApiHasBelowItsResources()
    {
        string[] types = ["PubSub", "Filestore", "Batch", "CloudRun", "KMS", "AppEngine", "CloudFunctions", "storage.buckets", "cloudbuild.connections", "cloudbuild.repositories"];
        string[] composed = ["pubsub.topicSubscriptions", "run.routes", "run.configurations", "run.domainMappings"];
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { Organization = new() { Projects = 3 }, ResourcesPerCollection = 9 }, Cancellation);
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = emulator.ServiceEndpoint });
        var selection = new GoogleCloudSelection { Organizations = [EmulatedOrganization.Id], Types = types, ExcludedTypes = composed };
        var fromApis = await Collected.FromAsync(inventory, selection);
        var wanted = fromApis.Resources.Select(record => record.AssetType).ToHashSet(StringComparer.Ordinal);
        var assets = await CollectAsync(inventory, new() { Organizations = [EmulatedOrganization.Id], Types = [.. wanted], PageSize = 50 });

        Assert.Equal((RunState.Complete, RunState.Complete), (fromApis.Summary.State, assets.Summary.State));
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "cloudkms.googleapis.com/CryptoKeyVersion", "run.googleapis.com/Task", "appengine.googleapis.com/Instance" }, wanted);
        Assert.Equal(Key(fromApis), Key(assets));

        static IEnumerable<string> Key(Collected collected) => collected.Resources
            .Select(record => $"{record.Name} {record.AssetType} {record.Version} {Encoding.UTF8.GetString(record.Json.Span)}")
            .Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("folders", 8)]
    [InlineData("projects", 1)]
    public async Task Collect_FolderOrProject_PagesThroughItsOwn(string kind, int projects)
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { Organization = new() { Projects = 23 }, ResourcesPerCollection = 30 }, Cancellation);
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = emulator.Endpoint.ToString() });
        var selection = new GoogleCloudSelection { Types = ["compute.googleapis.com/Network"], PageSize = 7 };
        selection.Folders = kind == "folders" ? [EmulatedOrganization.FolderId(1)] : [];
        selection.Projects = kind == "folders" ? [] : [EmulatedOrganization.ProjectId(3)];
        var collected = await CollectAsync(inventory, selection);

        Assert.Equal((RunState.Complete, 30 * projects), (collected.Summary.State, collected.Names.Distinct(StringComparer.Ordinal).Count()));
        Assert.Equal(((30 * projects) + 6) / 7, collected.Summary.Requests);
    }

    [Fact]
    public async Task Collect_AnyOrderOfProperties_FindsTheParts()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json(Backwards));
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = server.Address });
        var collected = await CollectAsync(inventory, new() { Projects = ["p"], Types = ["a.googleapis.com/*", "compute.networks"] });

        Assert.Equal(
            [
                ("//a.googleapis.com/projects/p/ds/1", "a.googleapis.com/D", "us-east1", "v9", "D", "//p", """{"b":[1, {"name":"inner"}]}"""),
                ("//a.googleapis.com/projects/p/es/2", "a.googleapis.com/E", null, null, null, null, "{}"),
            ],
            collected.Resources.Select(record => (record.Name, record.AssetType, record.Location, record.Version, record.DiscoveryName, record.Parent, Encoding.UTF8.GetString(record.Json.Span))));
        Assert.Equal(
            "/v1/projects/p/assets?contentType=RESOURCE&prettyPrint=false&assetTypes=a%5C.googleapis%5C.com%2F.%2A&assetTypes=compute.googleapis.com%2FNetwork&pageSize=1000",
            Assert.Single(server.Targets));
    }

    [Fact]
    public async Task Collect_Location_LeavesTheOthersOut()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json(Backwards));
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = server.Address });
        var collected = await CollectAsync(inventory, new() { Projects = ["p"], Locations = ["us-*"] });

        Assert.Equal("//a.googleapis.com/projects/p/ds/1", Assert.Single(collected.Names));
    }

    [Fact]
    public async Task Collect_DeniedOrganization_IsDeniedAndNotEmpty()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { Organization = new() { Projects = 2 } }, Cancellation);
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = emulator.Endpoint.ToString() });
        var collected = await CollectAsync(inventory, new() { Organizations = ["7"] });

        Assert.Equal((ScopeState.Denied, "cloudasset.assets"), (Assert.Single(collected.Errors).State, collected.Errors[0].Collection));
        Assert.NotEqual(RunState.Complete, collected.Summary.State);
    }

    [Fact]
    public async Task Collect_HugeAsset_IsNamedAndSkipped()
    {
        var big = """{"assets":[{"name":"//a/big","assetType":"a/Big","resource":{"data":{"x":"HUGE"}}},{"name":"//a/small","assetType":"a/Small","resource":{"data":{}}}]}"""
            .Replace("HUGE", new string('x', 300_000), StringComparison.Ordinal);
        await using var server = new ScriptedHttpServer(_ => Reply.Json(big));
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = server.Address, MaxItemBytes = 200_000 });
        var collected = await CollectAsync(inventory, new() { Projects = ["p"] });

        Assert.Equal("//a/small", Assert.Single(collected.Names));
        Assert.Equal(("itemTooLarge", "a/Big"), (Assert.Single(collected.Errors).Reason, collected.Errors[0].AssetType));
        Assert.Contains("//a/big", collected.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetAssetInventorySourcesAsync_WithFields_Throws()
    {
        using var inventory = new GoogleCloudInventory(new() { Endpoint = "http://127.0.0.1:1" });
        var selection = new GoogleCloudSelection { Projects = ["p"], Fields = "name" };
        Assert.Contains("cannot choose fields", Assert.Throws<ArgumentException>(() => inventory.GetAssetInventorySourcesAsync(selection)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_KnownTexts_AllocatesNothing()
    {
        var asset = Encoding.UTF8.GetBytes(
            """{"name":"//a/b","assetType":"a.googleapis.com/D","resource":{"version":"v1","discoveryName":"D","parent":"//p","data":{"x":[1,2,{"y":"z"}]},"location":"global"}}""");
        var parser = new AssetParser();
        parser.Parse(asset);
        var allocation = new LeastAllocation();
        while (allocation.GoOn())
        {
            for (var i = 0; i < 1000; i++)
            {
                parser.Parse(asset);
            }
        }

        Assert.Equal(0, allocation.Bytes);
        Assert.Equal("""{"x":[1,2,{"y":"z"}]}""", Encoding.UTF8.GetString(parser.Data.Span));
    }

    private static async Task<Collected> CollectAsync(GoogleCloudInventory inventory, GoogleCloudSelection selection)
    {
        var run = new SequentialCollector().Collect(new CollectionRequest(inventory.GetAssetInventorySourcesAsync(selection, Cancellation)));
        List<DetachedRecord> records = [];
        await foreach (var record in run.WithCancellation(Cancellation))
        {
            records.Add(record.Detach());
        }

        return new Collected(records, run.Summary);
    }
}
