namespace Inventory.Memory.Cli.Tests.Support;

/// <summary>An emulator started through the tool, with faults.</summary>
internal sealed class EmulatorServer : IDisposable
{
    private const string Greeting = "listening on ";

    private readonly ToolProcess _tool;

    private EmulatorServer(ToolProcess tool, string endpoint)
    {
        _tool = tool;
        Endpoint = endpoint;
    }

    public string Endpoint { get; }

    public ToolProcess Tool => _tool;

    public static async Task<EmulatorServer> StartAsync(params IEnumerable<string> arguments)
    {
        var tool = ToolProcess.Start(["emulator", .. arguments]);
        var line = await tool.Process.StandardOutput.ReadLineAsync();
        Assert.StartsWith(Greeting, line, StringComparison.Ordinal);
        return new EmulatorServer(tool, line![Greeting.Length..]);
    }

    public void Dispose() => _tool.Dispose();
}
