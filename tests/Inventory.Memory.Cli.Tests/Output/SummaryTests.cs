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
            ["schemaVersion", "runId", "resumptions", "startedAt", "endedAt", "request", "state", "resources", "errors", "elapsedSeconds", "stopMessage", "memory", "gc", "governor", "http", "types", "memoryProfile", "incomplete", "incompleteOmitted"],
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
