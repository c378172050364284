using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Commands;

/// <summary>The promise: the peak does not depend on the size of the estate.</summary>
public sealed class MemoryTests : IDisposable
{
    private const long MiB = 1024 * 1024;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Collect_HundredThousandInstances_PeaksAsTenThousandDo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kernel's high-water mark of a process is read on Linux.");

        var small = await PeakAsync(10_000);
        var large = await PeakAsync(100_000);

        Assert.InRange(large, 1 * MiB, 80 * MiB);
        Assert.InRange(large - small, -80 * MiB, 4 * MiB);
    }

    [Fact]
    public async Task Collect_AfterTheFirstPages_AllocatesAtMost16BytesAResource()
    {
        Assert.SkipWhen(IsDebug, "Debug builds make every async state machine an object: allocation is counted in Release.");
        var (small, large) = (await SummaryAsync(10_000), await SummaryAsync(100_000));

        var allocated = large["gc"]!.Number("allocatedBytes") - small["gc"]!.Number("allocatedBytes");

        Assert.InRange(allocated / 90_000.0, 0, 16);
        Assert.Equal(0, large["gc"]!.Number("gen2"));
    }

    [Fact]
    public async Task Collect_PeriodicPolicy_CollectsAndTheProfileSaysWhatNeededMemory()
    {
        var summary = await SummaryAsync(20_000, "-t", "compute.disks", "-t", "compute.addresses", "-t", "compute.networks", "--gc-policy", "periodic");

        Assert.True(summary["gc"]!.Number("policyCollections") > 0, summary.ToString());
        var profile = Assert.IsType<System.Text.Json.Nodes.JsonArray>(summary["memoryProfile"]);
        Assert.Equal(4, profile.Count);
        Assert.True(profile[0]!.Number("payloadBytes") > 0);
    }

    [Fact]
    public async Task Collect_GovernorOff_NeverCollects()
    {
        var summary = await SummaryAsync(1000, "--governor", "off", "--gc-policy", "periodic");

        Assert.Equal(0, summary["gc"]!.Number("policyCollections"));
        Assert.False(summary["request"]!["governor"]!.GetValue<bool>());
    }

    /// <summary>With half of what the runtime needs it would end by chance: 1, 134, or not at all.</summary>
    [Fact]
    public async Task Tool_AddressSpaceTooSmall_SaysSoAndStops()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "'ulimit -v' is kept on Linux.");
        using var tool = ToolProcess.StartProgram("/bin/sh", "-c", "ulimit -v 1400000 && exec \"$0\" --version", ToolProcess.Path);

        var result = await tool.EndAsync();

        Assert.Equal(4, result.ExitCode);
        Assert.StartsWith("inventory: stopped: the address space is limited to 1367 MiB (ulimit -v)", result.Error, StringComparison.Ordinal);
        Assert.Contains("ulimit -v 1572864", result.Error, StringComparison.Ordinal);
    }

    private static bool IsDebug => ToolProcess.Path.Contains("debug", StringComparison.Ordinal);

    private async Task<long> PeakAsync(int instances) => (await SummaryAsync(instances))["memory"]!.Number("highWaterBytes");

    private async Task<System.Text.Json.Nodes.JsonNode> SummaryAsync(int instances, params string[] arguments)
    {
        var summary = _folder[$"{instances}.json"];
        var result = await ToolProcess.RunAsync(
            ["collect", "--emulate", $"instances={instances}", "-t", "compute.instances", "-o", "/dev/null", "--summary", summary, .. arguments]);
        Assert.Equal(0, result.ExitCode);
        var json = Json.File(summary);
        Assert.True(json.Number("resources") >= instances);
        return json;
    }
}
