using System.Text.Json.Nodes;
using Inventory.Memory.Cli.Tests.Support;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.Cli.Tests.Commands;

public sealed class TypesTests
{
    [Fact]
    public async Task Types_AsTable_HasALineForEachCollection()
    {
        var table = await ToolProcess.RunAsync("types");
        var json = JsonNode.Parse((await ToolProcess.RunAsync("types", "--json")).Output)!.AsArray();

        var lines = table.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(json.Count + 1, lines.Length);
        Assert.Contains(lines, line => line.StartsWith("compute.disks ", StringComparison.Ordinal) && line.Contains("compute.googleapis.com/RegionDisk", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("compute.firewallPolicies ", StringComparison.Ordinal) && line.Contains("  organization, folder ", StringComparison.Ordinal) && line.EndsWith(" firewallPolicies.list", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("compute.zones ", StringComparison.Ordinal) && line.EndsWith("reference data", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("compute.googleapis.com/regiondisk", "compute.disks")]
    [InlineData("machineimage", "compute.machineImages")]
    [InlineData("compute.instances", "compute.instances")]
    public async Task Types_WithGlob_MatchesAsCollectDoes(string glob, string collection)
    {
        var result = await ToolProcess.RunAsync("types", glob, "--json");

        var type = Assert.Single(JsonNode.Parse(result.Output)!.AsArray())!;
        Assert.Equal(["collection", "assetTypes", "scopes", "methods", "reference"], type.Properties());
        Assert.Equal(collection, type.Text("collection"));
    }

    [Fact]
    public async Task Types_AsMarkdown_IsTheCommittedPage()
    {
        var page = RepositoryFolder.ReadDocument("catalog.md");

        var result = await ToolProcess.RunAsync("types", "--markdown");

        Assert.True(
            page.ReplaceLineEndings("\n") == result.Output.ReplaceLineEndings("\n"),
            "The catalog has changed: dotnet run -c Release --project src/Inventory.Memory.Cli -- types --markdown > docs/catalog.md");
    }

    [Fact]
    public async Task Types_AsMarkdown_HasARowWithPermissionsForEachCollection()
    {
        var json = JsonNode.Parse((await ToolProcess.RunAsync("types", "--json")).Output)!.AsArray();

        var result = await ToolProcess.RunAsync("types", "--markdown");

        var rows = result.Output.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        Assert.Equal(json.Select(type => type!.Text("collection")), rows.Select(row => row.Split('`')[1]));
        Assert.All(rows, row => Assert.Matches(@"\| (`([a-z]+(\.[a-zA-Z]+){2}|roles/viewer)`(<br>)?)+ \|$", row));
    }

    [Fact]
    public async Task Types_AsJsonAndMarkdown_IsRefused()
    {
        var result = await ToolProcess.RunAsync("types", "--json", "--markdown");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("exclude each other", result.Error, StringComparison.Ordinal);
    }
}
