using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Emulator;

public sealed class EmulatorCommandTests
{
    [Fact]
    public async Task Emulator_Help_IsItsOwn()
    {
        var result = await ToolProcess.RunAsync("emulator", "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("--recorded", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emulator_BadOption_PassesMessageAndExitCodeOn()
    {
        var result = await ToolProcess.RunAsync("emulator", "--latency", "soon");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("'soon'", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Signals.Terminate, 143)]
    [InlineData(Signals.Kill, 137)]
    public async Task Emulator_Signalled_EndsWithTheTool(int signal, int exitCode)
    {
        using var server = await EmulatorServer.StartAsync();
        var emulator = await server.Tool.EmulatorAsync();

        Signals.Send(server.Tool.Id, signal);
        var result = await server.Tool.EndAsync();

        Assert.Equal(exitCode, result.ExitCode);
        await Processes.AssertGoneAsync(emulator);
    }
}
