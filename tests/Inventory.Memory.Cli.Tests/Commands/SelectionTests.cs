using System.Text.Json.Nodes;
using Inventory.Memory.Cli.Tests.Support;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.Cli.Tests.Commands;

/// <summary>What of the catalog is collected, and catalogs of a user, through the tool.</summary>
public sealed class SelectionTests : IDisposable
{
    /// <summary>An API that no release knows: the emulator's topics under another name.</summary>
    private const string Catalog = """
        {
          "service": "widgets", "host": "widgets.googleapis.com", "version": "v1", "basePath": "v1/", "nameTemplate": "{name}",
          "pageTokenParameter": "pageToken", "pageSizeParameter": "pageSize", "maxPageSize": 2,
          "paths": {"project": "projects/{project}/{segment}"},
          "collections": [
            {"name": "topics", "type": "Gadget", "methods": {"project": "projects.topics.list"}}
          ]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Collect_Label_GivesJustWhatHasItInEachService()
    {
        string[] collect = ["collect", "--emulate", "400", "-t", "compute.disks", "pubsub.topics", "sqladmin.instances"];
        var all = (await ToolProcess.RunAsync(collect)).Records;
        var team = Team(all[0]);
        var labelled = await ToolProcess.RunAsync([.. collect, "--label", $"team={team}"]);

        var expected = all.Where(record => Team(record) == team).Select(record => record.Text("name")).ToList();
        Assert.Equal(3, expected.Select(name => name.Split('/')[2]).Distinct().Count());
        Assert.InRange(expected.Count, 1, all.Count - 1);
        Assert.Equal(0, labelled.ExitCode);
        Assert.Equal(expected, labelled.Records.Select(record => record.Text("name")));
    }

    [Fact]
    public async Task Collect_ValuesWithCommas_AreSeveral()
    {
        var apart = await ToolProcess.RunAsync("collect", "--emulate", "3", "-p", "a", "b", "-t", "compute.disks", "pubsub.topics");
        var together = await ToolProcess.RunAsync("collect", "--emulate", "3", "-p", "a,b", "-t", "compute.disks, pubsub.topics");

        Assert.Equal(12, apart.Records.Count);
        Assert.Equal((0, apart.Output), (together.ExitCode, together.Output));
    }

    [Fact]
    public async Task Collect_FilterThatAListDoesNotTake_IsRefusedBeforeAnythingIsCollected()
    {
        var result = await ToolProcess.RunAsync("collect", "--emulate", "2", "-t", "compute.disks", "pubsub.topics", "--filter", "name=x");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("'pubsub.topics'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_CatalogFile_CollectsFromAnApiThatNoReleaseKnows()
    {
        using var emulator = await EmulatorServer.StartAsync("--resources", "5");
        var catalog = _folder.Write("widgets.json", Catalog);
        var result = await ToolProcess.RunAsync("collect", "--endpoint", $"{emulator.Endpoint}/pubsub", "-p", "p1", "--catalog", catalog, "-t", "widgets.*");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(5, result.Records.Select(record => record.Text("name")).Distinct().Count());
        Assert.All(result.Records, record =>
        {
            Assert.Equal("widgets.googleapis.com/Gadget", record.Text("assetType"));
            Assert.StartsWith("//widgets.googleapis.com/projects/p1/topics/", record.Text("name"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Collect_CatalogFileWithEmulator_IsServedWithParentsAndChildren()
    {
        // The example of the documentation.
        var page = RepositoryFolder.ReadDocument("cli.md");
        var example = page[page.IndexOf("`--catalog FILE` adds APIs", StringComparison.Ordinal)..].Split("```json\n")[1].Split("```")[0];
        var catalog = _folder.Write("gears.json", example);
        var types = await ToolProcess.RunAsync("types", "gears.*", "--catalog", catalog);
        Assert.Equal((0, 3), (types.ExitCode, types.Output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));

        var result = await ToolProcess.RunAsync("collect", "--emulate", "6,gears.wheels=2", "--catalog", catalog, "-t", "gears.*");

        Assert.Equal(0, result.ExitCode);
        var names = result.Records.GroupBy(record => record.Text("assetType"), record => record.Text("name")).ToDictionary(type => type.Key, type => type.ToList());
        Assert.Equal((6, 12), (names["gears.googleapis.com/Box"].Count, names["gears.googleapis.com/Wheel"].Count));
        Assert.Equal(18, names.Values.SelectMany(all => all).Distinct().Count());
        Assert.All(names["gears.googleapis.com/Wheel"], wheel => Assert.Contains(wheel[..wheel.LastIndexOf("/wheels/", StringComparison.Ordinal)], names["gears.googleapis.com/Box"]));
    }

    [Fact]
    public async Task Collect_CatalogFileThatIsWrong_NamesFileAndLine()
    {
        var catalog = _folder.Write("wrong.json", Catalog.Replace("\"methods\"", "\"method\"", StringComparison.Ordinal));
        var result = await ToolProcess.RunAsync("collect", "--emulate", "--catalog", catalog);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains($"{catalog}, line 6: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("The emulator", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Cloud SQL has its labels elsewhere.</summary>
    private static string? Team(JsonNode record)
    {
        var data = record["resource"]!["data"]!;
        return (string?)(data["labels"] ?? data["settings"]?["userLabels"])?["team"];
    }
}
