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

    /// <summary>Where the tool's sockets go on is the tool's alone: a server must not go on where its one thread notices bytes.</summary>
    [Fact]
    public async Task Emulator_Environment_HasTheUsersVariablesAndNotTheTools()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells what a process was started with.");
        using var server = await EmulatorServer.StartAsync();

        var variables = (await File.ReadAllTextAsync($"/proc/{await server.Tool.EmulatorAsync()}/environ", TestContext.Current.CancellationToken)).Split('\0');

        Assert.Contains(variables, variable => variable.StartsWith("PATH=", StringComparison.Ordinal));
        Assert.DoesNotContain(variables, variable => variable.StartsWith("DOTNET_SYSTEM_NET_SOCKETS_", StringComparison.Ordinal));
    }
}
