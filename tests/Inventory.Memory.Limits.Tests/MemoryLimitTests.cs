using System.Text.Json;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;

namespace Inventory.Memory.Limits.Tests;

/// <summary>Real processes under real limits: nobody is killed, whoever cannot fit ends by itself.</summary>
public sealed class MemoryLimitTests : IDisposable
{
    private const int Complete = 0;
    private const int Partial = 3;
    private const int StoppedAtCeiling = 4;
    private const int Aborted = 134;
    private const int Killed = 137;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inventory-limits-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1024)]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(64)]
    [InlineData(40)]
    public Task Tool_Jit200000Instances_Completes(int limitMiB) => Collect200000Async(Programs.Tool, limitMiB);

    [Theory]
    [InlineData(1024)]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(64)]
    [InlineData(40)]
    [InlineData(32)]
    [InlineData(16)]
    [InlineData(12)]
    public Task Tool_Native200000Instances_Completes(int limitMiB) => Collect200000Async(Programs.NativeTool(), limitMiB);

    [Theory]
    [InlineData(64)]
    [InlineData(32)]
    public Task Tool_PagesOfHugeItems_EndsByItselfWithValidOutput(int limitMiB) => CollectHugeItemsAsync(Programs.Tool, limitMiB);

    [Theory]
    [InlineData(64)]
    [InlineData(32)]
    public Task Tool_NativePagesOfHugeItems_EndsByItselfWithValidOutput(int limitMiB) => CollectHugeItemsAsync(Programs.NativeTool(), limitMiB);

    [Theory]
    [InlineData(64, 100_000)]
    [InlineData(256, 200_000)]
    [InlineData(1024, 500_000)]
    public async Task Hoarder_Governed_StopsInTimeAndSaysWhy(int limitMiB, long instances)
    {
        await using var emulator = await EmulateAsync(instances);
        using var container = Containers.Create(limitMiB);
        var (exitCode, output, error) = await container.RunAsync(Programs.Hoarder, emulator.Endpoint.ToString(), "on", "keep");
        Assert.True(exitCode == StoppedAtCeiling, $"exit code {exitCode}: {output}{error}");
        Assert.Matches(@"(?m)^Stopped \d", output);
        Assert.Contains("Detach", error, StringComparison.Ordinal);
    }

    /// <summary>As an orchestrator resizes a container: the new limit is kept although the process began with another.</summary>
    [Fact]
    public async Task Hoarder_LimitLoweredWhileItRuns_StopsBelowTheNewOne()
    {
        const int LoweredMiB = 256;
        await using var emulator = await EmulateAsync(500_000);
        using var container = Containers.Create(2048);
        var (exitCode, output, error) = await container.RunAsync(
            Programs.Hoarder, [emulator.Endpoint.ToString(), "on", "keep"], firstLine: () => container.LimitBytes = LoweredMiB << 20);
        Assert.True(exitCode == StoppedAtCeiling, $"exit code {exitCode}: {output}{error}");
        Assert.Matches($@"of (256|192)\.0MiB \(", error); // the container's, or the collector's three quarters of it
    }

    /// <summary>What is made its own and let go is garbage, however much: no reason to stop.</summary>
    [Theory]
    [InlineData(64)]
    [InlineData(32)]
    public async Task Hoarder_LetsGo_Completes(int limitMiB)
    {
        await using var emulator = await EmulateAsync(100_000);
        using var container = Containers.Create(limitMiB);
        var (exitCode, output, error) = await container.RunAsync(Programs.Hoarder, emulator.Endpoint.ToString(), "on", "drop");
        Assert.True(exitCode == Complete, $"exit code {exitCode}: {output}{error}");
        Assert.Matches("(?m)^Complete 100000,", output);
    }

    /// <summary>The limit bites: the same program without the governor does not survive.</summary>
    [Theory]
    [InlineData(64, 100_000)]
    [InlineData(256, 200_000)]
    [InlineData(1024, 500_000)]
    public async Task Hoarder_Ungoverned_Dies(int limitMiB, long instances)
    {
        await using var emulator = await EmulateAsync(instances);
        using var container = Containers.Create(limitMiB);
        var (exitCode, output, error) = await container.RunAsync(Programs.Hoarder, emulator.Endpoint.ToString(), "off", "keep");
        Assert.True(exitCode is Aborted or Killed, $"exit code {exitCode}: {output}{error}");
    }

    private async Task Collect200000Async(string tool, int limitMiB)
    {
        await using var emulator = await EmulateAsync(200_000);
        using var container = Containers.Create(limitMiB);
        var summary = Path.Combine(_folder.FullName, "summary.json");
        var (exitCode, _, error) = await container.RunAsync(
            tool, "collect", "-p", "p", "-t", "compute.instances", "--endpoint", emulator.Endpoint.ToString(), "-o", "/dev/null", "--overwrite", "--summary", summary, "--no-progress");
        Assert.True(exitCode == Complete, $"exit code {exitCode}: {error}");
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(summary, TestContext.Current.CancellationToken));
        Assert.Equal("complete", json.RootElement.GetProperty("state").GetString());
        Assert.Equal(200_000, json.RootElement.GetProperty("resources").GetInt64());
        var limit = json.RootElement.GetProperty("memory").GetProperty("limitBytes").GetInt64();
        Assert.True(limit <= (long)limitMiB << 20, $"the tool took {limit} bytes for its limit in a container of {limitMiB} MiB");
        TestContext.Current.TestOutputHelper?.WriteLine($"{limitMiB} MiB: charged at most {container.PeakBytes >> 20} MiB");
    }

    private async Task CollectHugeItemsAsync(string tool, int limitMiB)
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(
            new() { Collections = { ["instances"] = 5000 }, Faults = { new EmulatorFault { Kind = FaultKind.HugeItem, ItemBytes = 8 << 20 } } },
            TestContext.Current.CancellationToken);
        using var container = Containers.Create(limitMiB);
        var output = Path.Combine(_folder.FullName, "huge.ndjson");
        var (exitCode, _, error) = await container.RunAsync(
            tool, "collect", "-p", "p", "-t", "compute.instances", "--endpoint", emulator.Endpoint.ToString(), "-o", output, "--no-progress");
        Assert.True(exitCode is Complete or Partial or StoppedAtCeiling, $"exit code {exitCode}: {error}");
        Assert.Contains("Memory Summary", error, StringComparison.Ordinal);
        Assert.True(exitCode == Complete || error.Contains(exitCode == Partial ? "Incomplete: compute.instances" : "stopped: Memory is exhausted", StringComparison.Ordinal), error);
        var lines = 0;
        await foreach (var line in File.ReadLinesAsync(output, TestContext.Current.CancellationToken))
        {
            JsonDocument.Parse(line).Dispose();
            lines++;
        }

        Assert.True(lines > 0 || exitCode == StoppedAtCeiling, error);
    }

    private static Task<GoogleCloudEmulator> EmulateAsync(long instances) => GoogleCloudEmulator.StartAsync(
        new() { Collections = { ["instances"] = instances } }, TestContext.Current.CancellationToken);
}
