using Inventory.Memory.Cli.Tests.Durability;
using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Commands;

/// <summary>What a user of the tool can say about what fails, and sees of it.</summary>
public sealed class ReliabilityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Collect_FailsOnce_IsCompleteAndSaysThatItTriedAgain()
    {
        using var emulator = await StartAsync("""[{"kind":"Status","status":503,"times":1}]""");

        var result = await CollectAsync(emulator, "--retries", "1", "-v");

        Assert.Equal((0, 30), (result.ExitCode, result.Records.Count));
        Assert.Contains("(backendError); attempt 2 of 2 in ", result.Error, StringComparison.Ordinal);
        var http = Json.File(_folder["summary.json"])["http"]!;
        Assert.Equal((2L, 1L), (http.Number("requests"), http.Number("retries")));
        Assert.InRange(http["waitSeconds"]!.GetValue<double>(), 0.01, 5);
    }

    [Fact]
    public async Task Collect_WithoutRetries_FailsAtOnce()
    {
        using var emulator = await StartAsync("""[{"kind":"Status","status":503,"times":1}]""");

        var result = await CollectAsync(emulator, "--retries", "0");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(1, Assert.Single(result.Records)["error"]!.Number("attempts"));
    }

    [Fact]
    public async Task Collect_ServerAsksForLongerThanTheTimeout_GivesUpAtOnceAndNamesTheOption()
    {
        using var emulator = await StartAsync("""[{"kind":"Status","status":429,"reason":"rateLimitExceeded","retryAfterSeconds":60}]""");

        var result = await CollectAsync(emulator, "--retry-timeout", "30s");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("asks to wait 60 s, longer than may be waited (--retry-timeout)", Assert.Single(result.Records)["error"]!.Text("message"), StringComparison.Ordinal);
    }

    /// <summary>Six a minute: the first is there, the second ten seconds later, which is after the deadline.</summary>
    [Fact]
    public async Task Collect_FewRequestsAMinute_Waits()
    {
        using var emulator = await StartAsync("[]");

        var result = await CollectAsync(emulator, "--requests-per-minute", "6", "--page-size", "20", "--deadline", "2s");

        Assert.Equal(3, result.ExitCode);
        Assert.Equal(20, result.Records.Count(record => record["error"] is null));
    }

    /// <summary>The file is cut back to where the scope began; nothing is in it twice.</summary>
    [Fact]
    public async Task Collect_StalePageToken_BeginsTheScopeAgain()
    {
        using var emulator = await StartAsync("""[{"kind":"StalePageToken","collection":"networks","page":2,"times":1}]""");

        var result = await CollectAsync(emulator, "-t", "compute.firewalls", "--page-size", "10", "-o", _folder["out"], "--manifest", _folder["manifest"]);

        Assert.True(result.ExitCode == 0, result.Error);
        var names = ResumedTool.Names(_folder["out"]);
        Assert.Equal((60, 60), (names.Count, names.Distinct(StringComparer.Ordinal).Count()));
        Assert.Equal(["complete", "complete"], Json.Lines(await File.ReadAllTextAsync(_folder["manifest"])).Select(line => line.Text("state")));
    }

    private Task<EmulatorServer> StartAsync(string faults) => EmulatorServer.StartAsync("--resources", "30", "--faults", _folder.Write("faults.json", faults));

    private Task<ToolResult> CollectAsync(EmulatorServer emulator, params string[] options) => ToolProcess.RunAsync(
        ["collect", "--endpoint", emulator.Endpoint, "-t", "compute.networks", "--fields", "name", "--look-ahead", "0", "--summary", _folder["summary.json"], .. options]);
}
