using System.Diagnostics;
using Inventory.Memory.Cli.Tests.Support;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator;

namespace Inventory.Memory.Cli.Tests.Commands;

/// <summary>Whole organisations, in real processes: complete, each resource once, in the memory that one project takes.</summary>
public sealed class OrganizationTests : IDisposable
{
    private const long AllowedGrowth = 8L << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Collect_FiftyProjectsOfAllTypes_AreCompleteInTheMemoryOfOne()
    {
        var manifest = _folder["manifest.ndjson"];
        var one = await CollectAsync("1", "2");
        var fifty = await CollectAsync("50", "2", "--manifest", manifest);

        Assert.Equal((0, "complete", 0), (fifty.ExitCode, fifty.Summary.Text("state"), fifty.Summary.Number("errors")));
        var names = Names(fifty.Output);
        Assert.Equal(fifty.Summary.Number("resources"), names.Count);
        Assert.Equal(names.Count, names.Distinct().Count());

        // Of every collection just what the estate says that it has, and of what is derived nothing that comes from elsewhere.
        using var estate = new ExpectedEstate(50, 2);
        var records = Json.Lines(fifty.Output);
        var all = names.ToHashSet();
        var derived = GoogleCatalog.Default.Collections.Where(entry => entry.DerivedFrom.Count > 0).Select(entry => entry.FullName).ToHashSet();
        var collectionOf = GoogleCatalog.Default.Collections.Where(entry => !entry.Reference).SelectMany(entry => entry.AssetTypes, (entry, type) => (entry.FullName, Type: type)).ToDictionary(pair => pair.Type, pair => pair.FullName);
        var collected = records.GroupBy(record => collectionOf[record.Text("assetType")]).ToDictionary(group => group.Key, group => group.LongCount());
        Assert.Equal(
            estate.Count(records).Where(type => type.Value > 0).OrderBy(type => type.Key),
            collected.Where(type => !derived.Contains(type.Key)).OrderBy(type => type.Key));
        Assert.All(
            records.Where(record => derived.Contains(collectionOf[record.Text("assetType")])),
            record => Assert.Subset(all, record["resource"]!["data"]!["derivedFrom"]!.AsArray().Select(origin => origin!.GetValue<string>()).ToHashSet()));

        // Each project has been asked for each type, and each parent for its children, once.
        var scopes = Json.Lines(File.ReadAllText(manifest)).Select(line => (Project: line["project"]?.GetValue<string>(), Collection: line.Text("collection"), Scope: line.Text("scope"))).ToList();
        var roots = GoogleCatalog.Default.Collections.Where(entry => !entry.Reference && !entry.IsEmbedded && entry.Parent is null).Select(entry => entry.FullName).ToHashSet();
        Assert.Equal(scopes.Count, scopes.Distinct().Count());
        var ofNodes = scopes.Where(scope => scope.Collection == "compute.firewallPolicies").ToList();
        Assert.Equal(50 * (roots.Count - 1), scopes.Where(scope => roots.Contains(scope.Collection)).Except(ofNodes).DistinctBy(scope => (scope.Project, scope.Collection)).Count());
        Assert.Equal(
            Enumerable.Range(1, 5).Select(folder => $"folders/{EmulatedOrganization.FolderId(folder)}").Append($"organizations/{EmulatedOrganization.Id}"),
            ofNodes.Select(scope => scope.Scope).Order());
        var byType = records.ToLookup(record => record.Text("assetType"));
        Assert.All(
            GoogleCatalog.Default.Collections.Where(entry => entry.Parent is not null && entry.Within is null),
            entry => Assert.Equal(ExpectedEstate.ParentsOf(entry, byType).Count(), scopes.Count(scope => scope.Collection == entry.FullName)));
        Assert.True(fifty.PeakBytes - one.PeakBytes <= AllowedGrowth, $"One project took {one.PeakBytes} bytes, fifty took {fifty.PeakBytes}.");
    }

    [Fact]
    public async Task Collect_FiveThousandProjects_IsFlatAndBeginsAtOnce()
    {
        var few = await CollectAsync("50", "1", "-t", "compute.networks");
        var many = await CollectAsync("5000", "1", "-t", "compute.networks");

        Assert.Equal((0, "complete", 5000), (many.ExitCode, many.Summary.Text("state"), many.Summary.Number("resources")));
        Assert.Equal(
            Enumerable.Range(0, 5000).Select(EmulatedOrganization.ProjectId),
            Names(many.Output).Select(name => name.Split('/')[4]).Order());
        Assert.True(many.PeakBytes - few.PeakBytes <= AllowedGrowth, $"Fifty projects took {few.PeakBytes} bytes, five thousand {many.PeakBytes}.");
    }

    [Fact]
    public async Task Collect_FiveThousandProjects_GivesTheFirstRecordAsSoonAsOneProject()
    {
        // What the process and the emulator need to start is the same for both.
        var one = await TimeToFirstRecordAsync("1");
        var many = await TimeToFirstRecordAsync("5000");

        Assert.True(many - one < TimeSpan.FromSeconds(1), $"The first of one project came after {one}, of 5,000 after {many}.");
    }

    [Fact]
    public async Task Collect_AssetInventory_GivesTheSameNamesInOneList()
    {
        string[] types = ["-t", "compute.disks", "compute.networks"];
        var fromApis = await CollectAsync("5", "6", types);
        var assets = await CollectAsync("5", "6", [.. types, "--source", "asset-inventory"]);

        Assert.Equal(0, assets.ExitCode);
        Assert.Equal(Names(fromApis.Output).Order(), Names(assets.Output).Order());
        Assert.Equal(1, assets.Summary["http"]!.Number("requests"));
        Assert.Equal("asset-inventory", assets.Summary["request"]!.Text("source"));
    }

    [Fact]
    public async Task Collect_ProjectsThatCannotBeRead_EndsPartialAndNamesThem()
    {
        using var emulator = await EmulatorServer.StartAsync(
            "--projects", "12", "--resources", "1", "--denied-project", "emulated-00001", "--denied-folder", "200000000001",
            "--disabled-service", "emulated-00002/compute.googleapis.com", "--deleted-project", "emulated-00004");
        var result = await ToolProcess.RunAsync("collect", "--endpoint", emulator.Endpoint, "--organization", "100000000000", "-t", "compute.networks");

        // The folder stands for every second project; of the others one is disabled and one deleted.
        Assert.Equal(3, result.ExitCode);
        Assert.Equal(
            ["emulated-00000", "emulated-00006", "emulated-00008", "emulated-00010"],
            result.Records.Where(record => record["error"] is null).Select(record => record.Text("name").Split('/')[4]));
        Assert.All(result.Records.Where(record => record["error"] is not null), record => Assert.Equal("denied", record["error"]!.Text("state")));
    }

    [Theory]
    [InlineData(3, 3, "-t", "pubsub.topics", "compute.networks")]
    [InlineData(3, 3, "-t", "pubsub.topics", "compute.networks", "--check-enabled")]
    [InlineData(1, 3, "-t", "pubsub.topics")]
    [InlineData(1, 3, "-t", "pubsub.topics", "--check-enabled")]
    [InlineData(1, 1, "-t", "compute.networks", "--source", "asset-inventory")]
    [InlineData(0, 0, "-t", "pubsub.topics", "compute.networks", "--quota-project", "emulated-00000")]
    [InlineData(0, 0, "-t", "compute.networks")]
    public async Task Collect_OrganizationWhoseCallersProjectLacksAnApi_NeverEndsComplete(int expected, int errors, params string[] arguments)
    {
        using var emulator = await EmulatorServer.StartAsync(
            "--projects", "3", "--resources", "1", "--caller-disabled-service", "pubsub.googleapis.com", "cloudasset.googleapis.com");
        var result = await ToolProcess.RunAsync(["collect", "--endpoint", emulator.Endpoint, "--organization", "100000000000", .. arguments.Contains("asset-inventory") ? [] : new[] { "--no-children" }, .. arguments]);

        Assert.Equal(expected, result.ExitCode);
        var failed = result.Records.Where(record => record["error"] is not null).Select(record => record["error"]!).ToList();
        Assert.Equal(errors, failed.Count);
        Assert.All(failed, error => Assert.Equal("failed", error.Text("state")));
        Assert.All(failed, error => Assert.Matches("Enable [a-z]+\\.googleapis\\.com in project '555000111', or name another project with --quota-project", error.Text("message")));
    }

    [Fact]
    public async Task Collect_NobodySaysWhoseApiIsMissing_DoubtsTheFirstProjectAndCollectsItAgain()
    {
        var manifest = _folder["doubt.ndjson"];
        string[] lacking = ["pubsub.googleapis.com", "cloudresourcemanager.googleapis.com", "serviceusage.googleapis.com"];
        using var emulator = await EmulatorServer.StartAsync(["--projects", "3", "--resources", "1", "--caller-disabled-service", .. lacking]);
        var result = await ToolProcess.RunAsync(
            "collect", "--endpoint", emulator.Endpoint, "-p", "emulated-00000", "emulated-00001", "-t", "pubsub.topics", "--no-children", "--manifest", manifest);

        Assert.Equal(3, result.ExitCode);
        Assert.Equal(
            [("emulated-00000", "doubtfulAnswer"), ("emulated-00001", "accessNotConfigured")],
            result.Records.Select(record => (record["error"]!.Text("project"), record["error"]!.Text("reason"))));

        using var enabled = await EmulatorServer.StartAsync("--projects", "3", "--resources", "1");
        var again = await ToolProcess.RunAsync("collect", "--endpoint", enabled.Endpoint, "--retry-incomplete", manifest, "-t", "pubsub.topics", "--no-children");
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(["emulated-00000", "emulated-00001"], Names(again.Output).Select(name => name.Split('/')[4]));
    }

    [Fact]
    public async Task Plan_Organization_SaysWhatWouldBeCalledAndListsNothing()
    {
        using var emulator = await EmulatorServer.StartAsync("--projects", "3", "--disabled-service", "emulated-00001/compute.googleapis.com");
        string[] plan = ["plan", "--endpoint", emulator.Endpoint, "--all-projects", "--check-enabled", "-t", "compute.networks", "compute.disks"];
        var text = await ToolProcess.RunAsync(plan);
        var json = await ToolProcess.RunAsync([.. plan, "--json"]);

        Assert.Equal((0, 0), (text.ExitCode, json.ExitCode));
        Assert.Matches(@"(?m)^emulated-00000 +compute\.disks +1$", text.Output);
        Assert.Matches(@"(?m)^emulated-00001 +compute\.disks +0  disabled \(SERVICE_DISABLED\)$", text.Output);
        Assert.EndsWith("3 projects, 2 types, 4 scopes: 4 requests at least, 2 lists disabled\n", text.Output, StringComparison.Ordinal);
        Assert.Equal(7, json.Records.Count);
        Assert.Equal(("emulated-00002", 1), (json.Records[5].Text("project"), json.Records[5].Number("requestsAtLeast")));
        Assert.Equal((3, 4), (json.Records[6]["total"]!.Number("projects"), json.Records[6]["total"]!.Number("requestsAtLeast")));
    }

    [Fact]
    public async Task Plan_WhatFoldersHave_IsALineForEachNode()
    {
        using var emulator = await EmulatorServer.StartAsync("--projects", "10");
        string[] plan = ["plan", "--endpoint", emulator.Endpoint, "--organization", "100000000000", "-t", "firewallPolicies"];
        var text = await ToolProcess.RunAsync(plan);
        var json = await ToolProcess.RunAsync([.. plan, "--json"]);

        Assert.Matches(@"(?m)^organizations/100000000000 +compute\.firewallPolicies +1$", text.Output);
        Assert.Matches(@"(?m)^folders/200000000001 +compute\.firewallPolicies +1$", text.Output);
        Assert.EndsWith("0 projects, 1 types, 2 scopes: 2 requests at least\n", text.Output, StringComparison.Ordinal);
        Assert.Equal(("folders/200000000001", null), (json.Records[1].Text("parent"), json.Records[1]["project"]));
    }

    [Fact]
    public async Task Collect_DeniedNode_IsNamedWhereTheRunSaysWhatIsMissing()
    {
        using var emulator = await EmulatorServer.StartAsync("--projects", "10", "--resources", "1", "--denied-folder", "200000000001");
        var (manifest, summary) = (_folder["m.ndjson"], _folder["s.json"]);
        string[] where = ["collect", "--endpoint", emulator.Endpoint];
        var result = await ToolProcess.RunAsync([.. where, "--organization", "100000000000", "-t", "firewallPolicies", "--manifest", manifest, "--summary", summary]);

        Assert.Equal(3, result.ExitCode);
        Assert.Equal("folders/200000000001", result.Records.Single(record => record["error"]?["parent"] is not null)["error"]!.Text("parent"));
        Assert.Contains("Incomplete: compute.firewallPolicies in global of folders/200000000001: Denied (forbidden)", result.Error, StringComparison.Ordinal);
        Assert.Contains("folders/200000000001", Json.File(summary)["incomplete"]!.AsArray().Select(gap => gap!["parent"]?.GetValue<string>()));

        // Once the folder may be seen, just it is collected.
        using var opened = await EmulatorServer.StartAsync("--projects", "10", "--resources", "1");
        var retried = await ToolProcess.RunAsync("collect", "--endpoint", opened.Endpoint, "--retry-incomplete", manifest, "-t", "firewallPolicies");
        var policy = Assert.Single(retried.Records, record => record["error"] is null);
        Assert.Equal("//cloudresourcemanager.googleapis.com/folders/200000000001", policy["resource"]!.Text("parent"));
    }

    [Theory]
    [InlineData("No project is named", "collect")]
    [InlineData("The type 'firewallPolicies' belongs to folders and organizations, and to no project. Name some with --organization", "collect", "--emulate", "-t", "firewallPolicies")]
    [InlineData("The type 'firewallPolicies' belongs to folders", "plan", "--endpoint", "http://127.0.0.1:1", "-p", "p", "-t", "firewallPolicies")]
    [InlineData("'x' is not the id of one of the folders", "collect", "--endpoint", "http://127.0.0.1:1", "--folder", "x")]
    [InlineData("exclude each other", "plan", "--endpoint", "http://127.0.0.1:1", "--all-projects", "--folder", "1")]
    [InlineData("--source is 'x'; write apis or asset-inventory.", "collect", "--emulate", "--source", "x")]
    [InlineData("--check-enabled and --source asset-inventory exclude each other", "collect", "--emulate", "--source", "asset-inventory", "--check-enabled")]
    [InlineData("with --emulate-projects N", "plan", "--emulate", "--all-projects")]
    [InlineData("with --emulate-projects N", "collect", "--emulate", "--organization", "1")]
    [InlineData("--emulate-projects is '0'; write a number from 1 to 99999.", "collect", "--emulate", "--emulate-projects", "0")]
    public async Task Run_BadProjects_IsAUsageErrorThatNamesThem(string expected, params string[] arguments)
    {
        var result = await ToolProcess.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    private static List<string> Names(string ndjson) => [.. Json.Lines(ndjson).Where(record => record["error"] is null).Select(record => record.Text("name"))];

    private async Task<(int ExitCode, string Output, System.Text.Json.Nodes.JsonNode Summary, long PeakBytes)> CollectAsync(
        string projects, string resources, params string[] arguments)
    {
        var summary = _folder[$"{Guid.NewGuid()}.json"];
        var result = await ToolProcess.RunAsync(["collect", "--emulate", resources, "--emulate-projects", projects, "--summary", summary, .. arguments]);
        var json = Json.File(summary);
        return (result.ExitCode, result.Output, json, json["memory"]!.Number("highWaterBytes"));
    }

    private static async Task<TimeSpan> TimeToFirstRecordAsync(string projects)
    {
        var begun = Stopwatch.GetTimestamp();
        using var tool = ToolProcess.Start("collect", "--emulate", "1", "--emulate-projects", projects, "-t", "compute.networks");
        Assert.NotNull(await tool.Process.StandardOutput.ReadLineAsync());
        var elapsed = Stopwatch.GetElapsedTime(begun);
        tool.Process.Kill();
        return elapsed;
    }
}
