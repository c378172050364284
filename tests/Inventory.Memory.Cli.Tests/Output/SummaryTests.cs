using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Output;

/// <summary>The summary is an interface: what is tested here is what SemVer covers.</summary>
public sealed class SummaryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Summary_OfARun_HasTheSchemasProperties()
    {
        var result = await ToolProcess.RunAsync(
            "collect", "--emulate", "30", "-t", "disks", "-p", "a", "b", "--memory-limit", "512MiB", "--summary", _folder["s.json"], "-o", "/dev/null");

        Assert.Equal(0, result.ExitCode);
        var summary = Json.File(_folder["s.json"]);
        Assert.Equal(
            ["schemaVersion", "toolVersion", "runId", "resumptions", "startedAt", "endedAt", "request", "state", "resources", "errors", "elapsedSeconds", "stopMessage", "memory", "gc", "governor", "http", "types", "memoryProfile", "incomplete", "incompleteOmitted"],
            summary.Properties());
        Assert.Equal(["peakBytes", "averageBytes", "minimumBytes", "samples", "highWaterBytes", "containerHighWaterBytes", "containerOomKills", "limitBytes", "limitSource"], summary["memory"]!.Properties());
        Assert.Equal(["gen0", "gen1", "gen2", "policyCollections", "allocatedBytes", "pauseSeconds"], summary["gc"]!.Properties());
        Assert.Equal(
            ["checks", "checkSeconds", "elevatedSeconds", "criticalSeconds", "exhaustedSeconds", "pressureCollections", "reclaimSeconds", "reclaimedBytes", "pauses", "pauseSeconds", "refusedReservations"],
            summary["governor"]!.Properties());
        Assert.True(summary["governor"]!.Number("checks") > 0);
        Assert.Equal(["requests", "retries", "waitSeconds", "bytes"], summary["http"]!.Properties());
        var type = Assert.Single(summary["types"]!.AsArray())!;
        Assert.Equal(["collection", "assetTypes", "resources", "errors", "states"], type.Properties());
        Assert.Equal(["complete"], type["states"]!.Properties());
        Assert.Equal(2, type["states"]!.Number("complete"));
        Assert.Equal((1, "complete", 60, 0), (summary.Number("schemaVersion"), summary.Text("state"), summary.Number("resources"), summary.Number("errors")));
        Assert.Equal(["a", "b"], summary["request"]!["projects"]!.AsArray().Select(project => project!.GetValue<string>()));
        Assert.Equal(512 * 1024 * 1024, summary["memory"]!.Number("limitBytes"));
        var memory = summary["memory"]!;
        Assert.True(memory.Number("minimumBytes") <= memory.Number("averageBytes"), "minimum <= average");
        Assert.True(memory.Number("averageBytes") <= memory.Number("peakBytes"), "average <= peak");
        Assert.True(memory.Number("peakBytes") <= memory.Number("highWaterBytes"), "peak <= high water");
    }

    /// <summary>Whoever has the summary alone must see what the run was not asked for.</summary>
    [Fact]
    public async Task Summary_OfANarrowedRun_NamesWhatNarrowedIt()
    {
        var result = await ToolProcess.RunAsync(
            "collect", "--emulate", "3", "--emulate-projects", "4", "--project-label", "env=prod", "--project-state", "ACTIVE", "--check-enabled",
            "-t", "compute.disks", "--include", "compute.networks", "compute.images", "--exclude", "images", "--no-children", "--label", "env", "--filter", "name:*",
            "-l", "global", "us-*", "--look-ahead", "3", "--summary", _folder["s.json"], "-o", "/dev/null");

        Assert.Equal((0, ""), (result.ExitCode, result.Error.Contains("inventory:", StringComparison.Ordinal) ? result.Error : ""));
        var summary = Json.File(_folder["s.json"]);
        var version = await ToolProcess.RunAsync("--version");
        Assert.Equal(version.Output.Trim(), summary.Text("toolVersion"));
        var request = summary["request"]!;
        Assert.Equal(
            "projectLabels:env=prod projectStates:ACTIVE types:compute.disks,compute.networks,compute.images excludedTypes:images labels:env locations:global,us-*",
            string.Join(' ', new[] { "projectLabels", "projectStates", "types", "excludedTypes", "labels", "locations" }
                .Select(name => $"{name}:{string.Join(',', request[name]!.AsArray().Select(value => value!.GetValue<string>()))}")));
        Assert.Equal(("name:*", "3", 4, 3), (request.Text("filter"), request.Text("emulate"), request.Number("emulateProjects"), request.Number("lookAhead")));
        Assert.Equal((false, true), (request["children"]!.GetValue<bool>(), request["checkEnabled"]!.GetValue<bool>()));
    }

    /// <summary>An option that is added has a property in the summary's request, or is named here because it changes nothing of what is collected.</summary>
    [Fact]
    public async Task Summary_EveryOptionOfCollect_IsInItsRequest()
    {
        string[] changeNothing =
        [
            "--output", "--overwrite", "--summary", "--ca-file", "--access-token-file", "--no-progress", "--verbose", "--checkpoint", "--sync", "--manifest",
            "--fail-on", "--ignore", "--retries", "--retry-timeout", "--requests-per-minute", "--help", "--credentials", "--impersonate-service-account", "--scope",
        ];
        Dictionary<string, string> named = new()
        {
            ["--project"] = "projects",
            ["--type"] = "types",
            ["--include"] = "types",
            ["--exclude"] = "excludedTypes",
            ["--no-children"] = "children",
            ["--location"] = "locations",
            ["--label"] = "labels",
            ["--organization"] = "organizations",
            ["--folder"] = "folders",
            ["--project-label"] = "projectLabels",
            ["--project-state"] = "projectStates",
            ["--timeout"] = "timeoutSeconds",
            ["--deadline"] = "deadlineSeconds",
        };
        await ToolProcess.RunAsync("collect", "--emulate", "1", "-t", "networks", "--summary", _folder["s.json"], "-o", "/dev/null");
        var properties = Json.File(_folder["s.json"])["request"]!.Properties().ToHashSet();

        var help = await ToolProcess.RunAsync("collect", "--help");
        var options = help.Output.Split('\n')
            .Where(line => line.StartsWith("  -", StringComparison.Ordinal))
            .Select(line => line.Split(' ', ',').FirstOrDefault(word => word.StartsWith("--", StringComparison.Ordinal)))
            .OfType<string>()
            .ToList();

        Assert.True(options.Count > 30, help.Output);
        var missing = options.Except(changeNothing).Where(option => !properties.Contains(named.GetValueOrDefault(option, CamelCase(option))));
        Assert.Equal("", string.Join(' ', missing));

        static string CamelCase(string option) =>
            string.Concat(option[2..].Split('-').Select((word, i) => i == 0 ? word : $"{char.ToUpperInvariant(word[0])}{word[1..]}"));
    }

    [Fact]
    public async Task Summary_Existing_IsReplacedWhole()
    {
        var path = _folder.Write("s.json", new string('x', 100_000));

        await ToolProcess.RunAsync("collect", "--emulate", "1", "-t", "networks", "--summary", path, "-o", "/dev/null");

        Assert.Equal("complete", Json.File(path).Text("state"));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task Summary_WhereNothingAnswered_IsWritten()
    {
        await ToolProcess.RunAsync("collect", "--endpoint", "http://127.0.0.1:1", "-t", "networks", "images", "--summary", _folder["s.json"], "-o", "/dev/null");

        var summary = Json.File(_folder["s.json"]);
        Assert.Equal(("failed", 0, 2), (summary.Text("state"), summary.Number("resources"), summary.Number("errors")));
        Assert.Equal(2, summary["incomplete"]!.AsArray().Count);
    }
}
