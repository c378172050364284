using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Commands;

/// <summary>The main job and what changes it, over real HTTP from a real emulator.</summary>
public sealed class CollectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Collect_EmulatedEstate_CollectsEveryCollectionAndSaysTheGuidesLines()
    {
        var types = System.Text.Json.Nodes.JsonNode.Parse((await ToolProcess.RunAsync("types", "--json")).Output)!.AsArray();
        var result = await ToolProcess.RunAsync("collect", "--emulate", "20", "--summary", _folder["summary.json"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"(?m)^Processing Time: [0-9]+\.[0-9]{2} seconds$", result.Error);
        Assert.Contains($"Resources Collected: {result.Records.Count}\n", result.Error, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Memory Summary - Peak: [0-9.]+MiB, Avg: [0-9.]+MiB, Min: [0-9.]+MiB$", result.Error);
        var summary = Json.File(_folder["summary.json"]);

        // One project is emulated, and no folder or organization above it.
        var expected = types
            .Where(type => !type!["reference"]!.GetValue<bool>() && !type["scopes"]!.AsArray().Any(scope => scope!.GetValue<string>() == "organization"))
            .Select(type => type!["assetTypes"]![0]!.GetValue<string>());
        Assert.Equal([], expected.Except(result.Records.Select(record => record.Text("assetType"))));
        Assert.All(summary["types"]!.AsArray().Where(type => type!.Text("collection").StartsWith("compute.", StringComparison.Ordinal)), type => Assert.True(type!.Number("resources") >= 20));
        Assert.Equal(result.Records.Count, result.Records.Select(record => record.Text("name")).Distinct().Count());
    }

    [Fact]
    public async Task Collect_Resource_IsAnAssetOfCloudAssetInventory()
    {
        var result = await ToolProcess.RunAsync("collect", "--emulate", "3", "-t", "compute.disks", "-p", "my-project");

        var record = result.Records[0];
        Assert.Equal(["name", "assetType", "resource"], record.Properties());
        Assert.Equal(["version", "discoveryName", "parent", "location", "data"], record["resource"]!.Properties());
        Assert.StartsWith("//compute.googleapis.com/projects/my-project/", record.Text("name"), StringComparison.Ordinal);
        Assert.DoesNotContain(": ", result.Output.Split('\n')[0][..200], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_Twice_GivesTheSameBytes()
    {
        var first = await ToolProcess.RunAsync("collect", "--emulate", "7");
        var second = await ToolProcess.RunAsync("collect", "--emulate", "7");

        Assert.Equal(first.Output, second.Output);
    }

    [Fact]
    public async Task Collect_SeveralProjects_KeepsTheirOrder()
    {
        var result = await ToolProcess.RunAsync("collect", "--emulate", "2", "-t", "networks", "firewalls", "-p", "second", "first");

        Assert.Equal(
            ["second", "second", "second", "second", "first", "first", "first", "first"],
            result.Records.Select(record => record.Text("name").Split('/')[4]));
    }

    [Fact]
    public async Task Collect_WithRegion_GivesTheRegionsZonesOnly()
    {
        var result = await ToolProcess.RunAsync("collect", "--emulate", "instances=500", "-t", "compute.instances", "-l", "US-central1");

        Assert.Equal(0, result.ExitCode);
        Assert.NotEmpty(result.Records);
        Assert.All(result.Records, record => Assert.StartsWith("us-central1-", record["resource"]!.Text("location"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Collect_WithFields_GivesTheseAndTheIdentity()
    {
        var result = await ToolProcess.RunAsync("collect", "--emulate", "5", "-t", "compute.instances", "--fields", "machineType");

        Assert.Equal(5, result.Records.Count);
        Assert.All(result.Records, record => Assert.Equal(
            ["id", "machineType", "name", "selfLink"], record["resource"]!["data"]!.Properties().Order()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Collect_WithRedact_MasksMetadataValues(bool redact)
    {
        string[] arguments = ["collect", "--emulate", "20", "-t", "compute.instances", .. redact ? ["--redact"] : Array.Empty<string>()];

        var values = (await ToolProcess.RunAsync(arguments)).Records
            .SelectMany(record => record["resource"]!["data"]!["metadata"]?["items"]?.AsArray() ?? [])
            .Select(item => item!.Text("value"))
            .ToList();

        Assert.NotEmpty(values);
        Assert.Equal(redact, values.All(value => value == "REDACTED"));
    }

    [Theory]
    [InlineData("on")]
    [InlineData("off")]
    public async Task Collect_WithGzip_GivesTheSame(string mode)
    {
        var result = await ToolProcess.RunAsync("collect", "--emulate", "instances=700", "-t", "compute.instances", "--gzip", mode, "--page-size", "100");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(700, result.Records.Count);
    }

    [Fact]
    public async Task Collect_OverHttps_NeedsTheCertificateAuthority()
    {
        using var emulator = await EmulatorServer.StartAsync("--https", "--ca-out", _folder["ca.pem"], "--resources", "4");

        var trusted = await ToolProcess.RunAsync("collect", "--endpoint", emulator.Endpoint, "--ca-file", _folder["ca.pem"], "-t", "networks");
        var distrusted = await ToolProcess.RunAsync("collect", "--endpoint", emulator.Endpoint, "-t", "networks");

        Assert.Equal((0, 4), (trusted.ExitCode, trusted.Records.Count));
        Assert.Equal(1, distrusted.ExitCode);
        Assert.Contains("certificate", distrusted.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Collect_SomethingRefused_IsPartialAndNamesIt()
    {
        var faults = _folder.Write("faults.json", """[{"kind":"Status","collection":"images","status":403,"reason":"forbidden","message":"no \u001b[31mway"}]""");
        using var emulator = await EmulatorServer.StartAsync("--faults", faults, "--resources", "3");

        var result = await ToolProcess.RunAsync(
            "collect", "--endpoint", emulator.Endpoint, "-t", "networks", "images", "--summary", _folder["summary.json"], "-v");

        Assert.Equal(3, result.ExitCode);
        var error = Assert.Single(result.Records, record => record["error"] is not null)["error"]!;
        Assert.Equal(["project", "assetType", "location", "state", "reason", "message", "httpStatus", "attempts"], error.Properties());
        Assert.Equal(("denied", "forbidden", 403), (error.Text("state"), error.Text("reason"), error.Number("httpStatus")));
        Assert.Equal(4, result.Records.Count);
        Assert.Contains("compute.images", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Error);
        var gap = Assert.Single(Json.File(_folder["summary.json"])["incomplete"]!.AsArray())!;
        Assert.Equal(["project", "assetType", "location", "state", "reason"], gap.Properties());
    }

    [Theory]
    [InlineData("HtmlBody", "text/html")]
    [InlineData("EmptyBody", "")]
    [InlineData("MalformedJson", "")]
    [InlineData("Truncate", "")]
    [InlineData("Status", "503")]
    public async Task Collect_NothingAnswered_FailsAndSaysWhyOnce(string fault, string expected)
    {
        var faults = _folder.Write("faults.json", $$"""[{"kind":"{{fault}}"}]""");
        using var emulator = await EmulatorServer.StartAsync("--faults", faults);

        var result = await ToolProcess.RunAsync("collect", "--endpoint", emulator.Endpoint, "-t", "images", "networks", "firewalls");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Contains(emulator.Endpoint["http://".Length..], result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Split('\n'), line => line.StartsWith("inventory: nothing could be collected", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.All(result.Records, record => Assert.NotNull(record["error"]));
    }

    [Fact]
    public async Task Collect_PastItsDeadline_IsPartial()
    {
        var result = await ToolProcess.RunAsync(
            "collect", "--emulate", "instances=5000000", "-t", "compute.instances", "compute.networks", "--deadline", "5s", "-o", "/dev/null", "--summary", _folder["summary.json"]);

        Assert.Equal(3, result.ExitCode);
        Assert.Equal("partial", Json.File(_folder["summary.json"]).Text("state"));
        Assert.Contains("deadlineExceeded", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_StallingServer_TimesOut()
    {
        var faults = _folder.Write("faults.json", """[{"kind":"Stall","afterBytes":100}]""");
        using var emulator = await EmulatorServer.StartAsync("--faults", faults);

        var result = await ToolProcess.RunAsync("collect", "--endpoint", emulator.Endpoint, "-t", "images", "--timeout", "500ms");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("failed", Assert.Single(result.Records)["error"]!.Text("state"));
    }

    [Fact]
    public async Task Collect_OverItsMemoryLimit_StopsInOrder()
    {
        var result = await ToolProcess.RunAsync(
            "collect", "--emulate", "2000", "-t", "compute.instances", "--memory-limit", "1MiB", "--summary", _folder["summary.json"]);

        Assert.Equal(4, result.ExitCode);
        var summary = Json.File(_folder["summary.json"]);
        Assert.Equal("stopped", summary.Text("state"));
        Assert.Equal(1024 * 1024, summary["memory"]!.Number("limitBytes"));
        Assert.Equal(summary.Number("resources") + summary.Number("errors"), result.Records.Count);
        Assert.Contains("inventory: stopped: ", result.Error, StringComparison.Ordinal);
    }
}
