using Inventory.Memory.Cli.Tests.Support;
using Inventory.Memory.Reliability.Kills;

namespace Inventory.Memory.Cli.Tests.Durability;

/// <summary>Kills and faults together, and kills that leave no time: some of what docs/reliability.md has a command for.</summary>
public sealed class KillAndFaultTests : IDisposable
{
    /// <summary>Both settings of each kind of estate, with each program.</summary>
    private const int RunsPerTool = 2 * KilledEstate.Kinds;

    private const int Seed = 20261127;
    private const int Resources = 8_000;

    /// <summary>Some twenty times what is needed, for a machine that is busy: a process that starts slowly makes no progress.</summary>
    private const int MaxProcesses = 1_000;

    private readonly TemporaryFolder _folder = new();

    private static string? NativeTool => Environment.GetEnvironmentVariable("INVENTORY_NATIVE_TOOL");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Collect_KilledAtRandomWhileAnswersBreak_HoldsEachResourceOnce()
    {
        string[] tools = NativeTool is { } native ? [ToolProcess.Path, native] : [ToolProcess.Path];
        using var log = new StringWriter();

        var problem = await KillScan.RunAsync(tools.Length * RunsPerTool, Seed, tools, log, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(log.ToString());
        Assert.Null(problem);
    }

    /// <summary>Below the interval of checkpoints; the first page or scope of each process is kept all the same.</summary>
    [Fact]
    public async Task Collect_NativeToolKilledEvery300Milliseconds_ComesToItsEnd()
    {
        Assert.SkipWhen(NativeTool is null, "The variable INVENTORY_NATIVE_TOOL names no native tool; the other takes 300 ms to start.");
        using var emulator = await EmulatorServer.StartAsync("--resources", $"{Resources}", "--latency", "20ms");
        string[] arguments =
        [
            "collect", "--endpoint", emulator.Endpoint, "-t", "compute.instances", "-t", "compute.snapshots", "-t", "compute.networks", "--fields", "name",
            "-o", _folder["out"], "--checkpoint", _folder["checkpoint"], "--no-progress",
        ];
        var processes = 0;
        while (!await EndsWithin300MillisecondsAsync(arguments))
        {
            Assert.True(++processes < MaxProcesses, $"{processes} processes were killed, and {ResumedTool.Names(_folder["out"]).Count} resources are there.");
        }

        var names = ResumedTool.Names(_folder["out"]);
        Assert.InRange(processes, 2, MaxProcesses);
        Assert.Equal((3 * Resources, 3 * Resources), (names.Count, names.Distinct(StringComparer.Ordinal).Count()));
        Assert.False(File.Exists(_folder["checkpoint"]));
    }

    private async Task<bool> EndsWithin300MillisecondsAsync(string[] arguments)
    {
        using var tool = ToolProcess.StartProgram(NativeTool!, arguments);
        var ended = tool.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.WhenAny(ended, Task.Delay(300, TestContext.Current.CancellationToken));
        tool.Process.Kill();
        var result = await tool.EndAsync();
        Assert.True(result.ExitCode is 0 or (128 + Signals.Kill), $"{result.ExitCode}: {result.Error}");

        // Where it is killed with everything done but its farewell, the checkpoint is gone as well.
        return result.ExitCode == 0 || (new FileInfo(_folder["out"]) is { Exists: true, Length: > 0 } && !File.Exists(_folder["checkpoint"]));
    }
}
