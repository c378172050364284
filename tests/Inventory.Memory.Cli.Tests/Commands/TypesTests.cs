using System.Text.Json.Nodes;
using Inventory.Memory.Cli.Tests.Support;

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
}
