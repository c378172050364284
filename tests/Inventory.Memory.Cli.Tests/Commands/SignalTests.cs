using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Commands;

/// <summary>However a run is ended from outside: in order, valid output, no process left behind.</summary>
public sealed class SignalTests : IDisposable
{
    /// <summary>Seconds of work, so that a signal finds it running; and should none arrive, less than 300 MB on the disk.</summary>
    private const string Estate = "instances=1500000";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Signals.Interrupt, 130)]
    [InlineData(Signals.Terminate, 143)]
    public async Task Collect_Signalled_EndsInOrder(int signal, int exitCode)
    {
        if (signal == Signals.Interrupt)
        {
            Signals.SkipIfInterruptIsIgnored();
        }

        using var tool = StartLongRun();
        var emulator = await tool.EmulatorAsync();
        await WaitForOutputAsync(tool);

        Signals.Send(tool.Id, signal);
        var result = await tool.EndAsync();

        Assert.Equal(exitCode, result.ExitCode);
        await Processes.AssertGoneAsync(emulator);
        await AssertSummaryFitsOutputAsync();
        Assert.Contains("Resources Collected: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_CtrlCToTheWholeGroup_IsNoError()
    {
        Signals.SkipIfInterruptIsIgnored();
        Assert.SkipUnless(File.Exists("/usr/bin/setsid"), "There is no setsid to make a process group with.");
        using var tool = ToolProcess.StartProgram("/usr/bin/setsid", [ToolProcess.Path, .. LongRun()]);
        var emulator = await tool.EmulatorAsync();
        await WaitForOutputAsync(tool);

        Signals.SendToGroup(tool.Id, Signals.Interrupt);
        var result = await tool.EndAsync();

        Assert.Equal(130, result.ExitCode);
        await Processes.AssertGoneAsync(emulator);
        Assert.Equal(0, Json.File(_folder["summary.json"]).Number("errors"));
    }

    /// <summary>A terminal's Ctrl+C may reach the emulator first: it must go on serving until the tool lets go of it.</summary>
    [Fact]
    public async Task Collect_InterruptOfTheEmulatorAlone_GoesOn()
    {
        Signals.SkipIfInterruptIsIgnored();
        using var tool = ToolProcess.Start("collect", "--emulate", "instances=20000", "-t", "compute.instances", "-o", _folder["out.ndjson"]);
        var emulator = await tool.EmulatorAsync();
        await WaitForOutputAsync(tool);

        Signals.Send(emulator, Signals.Interrupt);
        var result = await tool.EndAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Resources Collected: 20000\n", result.Error, StringComparison.Ordinal);
        await Processes.AssertGoneAsync(emulator);
    }

    [Fact]
    public async Task Collect_SecondCtrlC_EndsAtOnce()
    {
        Signals.SkipIfInterruptIsIgnored();
        // Nobody reads standard output: after the first one, its reader is waited for.
        using var tool = ToolProcess.Start("collect", "--emulate", Estate, "-t", "compute.instances");
        var emulator = await tool.EmulatorAsync();
        await tool.Process.StandardOutput.ReadLineAsync();

        Signals.Send(tool.Id, Signals.Interrupt);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!tool.Process.HasExited)
        {
            await Task.Delay(200, limit.Token);
            if (!tool.Process.HasExited)
            {
                Signals.Send(tool.Id, Signals.Interrupt);
            }
        }

        Assert.Equal(130, tool.Process.ExitCode);
        await Processes.AssertGoneAsync(emulator);
    }

    [Fact]
    public async Task Collect_Killed_LeavesNoEmulator()
    {
        using var tool = StartLongRun();
        var emulator = await tool.EmulatorAsync();
        await WaitForOutputAsync(tool);

        Signals.Send(tool.Id, Signals.Kill);

        await tool.EndAsync();
        await Processes.AssertGoneAsync(emulator);
        Assert.Empty(Directory.GetFiles(_folder["."], "*.new"));
    }

    [Fact]
    public async Task Collect_ClosedPipe_EndsInOrder()
    {
        using var tool = ToolProcess.Start("collect", "--emulate", Estate, "-t", "compute.instances", "--summary", _folder["summary.json"]);
        var emulator = await tool.EmulatorAsync();
        Assert.NotNull(await tool.Process.StandardOutput.ReadLineAsync());

        tool.Process.StandardOutput.Close();
        var result = await tool.EndWithoutOutputAsync();

        Assert.Equal(141, result.ExitCode);
        await Processes.AssertGoneAsync(emulator);
        Assert.Equal("cancelled", Json.File(_folder["summary.json"]).Text("state"));
        Assert.DoesNotContain("inventory:", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_Ended_LeavesNoEmulator()
    {
        using var tool = ToolProcess.Start("collect", "--emulate", "instances=20000", "-t", "compute.instances", "-o", "/dev/null");
        var emulator = await tool.EmulatorAsync();

        Assert.Equal(0, (await tool.EndAsync()).ExitCode);

        await Processes.AssertGoneAsync(emulator);
    }

    private string[] LongRun() => ["collect", "--emulate", Estate, "-t", "compute.instances", "--fields", "name", "-o", _folder["out.ndjson"], "--summary", _folder["summary.json"]];

    private ToolProcess StartLongRun() => ToolProcess.Start(LongRun());

    private async Task WaitForOutputAsync(ToolProcess tool) =>
        await tool.WaitForAsync(() => File.Exists(_folder["out.ndjson"]) && new FileInfo(_folder["out.ndjson"]).Length > 1_000_000 ? true : (bool?)null);

    private async Task AssertSummaryFitsOutputAsync()
    {
        var summary = Json.File(_folder["summary.json"]);
        Assert.Equal("cancelled", summary.Text("state"));
        Assert.Equal(summary.Number("resources"), Json.Lines(await File.ReadAllTextAsync(_folder["out.ndjson"])).Count);
    }
}
