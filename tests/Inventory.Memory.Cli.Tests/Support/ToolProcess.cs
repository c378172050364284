using System.Diagnostics;

namespace Inventory.Memory.Cli.Tests.Support;

/// <summary>The built tool, running.</summary>
internal sealed class ToolProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly Task<string> _error;

    private ToolProcess(Process process)
    {
        Process = process;
        _error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The tool in its own output folder, of the same configuration as these tests.</summary>
    public static string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(
        AppContext.BaseDirectory,
        "..", "..", "Inventory.Memory.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name,
        OperatingSystem.IsWindows() ? "inventory.exe" : "inventory"));

    public Process Process { get; }

    public int Id => Process.Id;

    public static ToolProcess Start(params IEnumerable<string> arguments) => StartProgram(Path, arguments);

    public static ToolProcess StartProgram(string program, params IEnumerable<string> arguments) => StartProgram(program, [], arguments);

    /// <param name="program">The program.</param>
    /// <param name="environment">Variables that are set for it.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ToolProcess StartProgram(string program, Dictionary<string, string> environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("GOOGLE_OAUTH_ACCESS_TOKEN");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ToolProcess(Process.Start(start)!);
    }

    public static async Task<ToolResult> RunAsync(params IEnumerable<string> arguments)
    {
        using var tool = Start(arguments);
        return await tool.EndAsync();
    }

    public async Task<ToolResult> EndAsync()
    {
        var output = await Process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience);
        return await EndWithoutOutputAsync() with { Output = output };
    }

    /// <summary>For a test that has read or closed standard output itself.</summary>
    public async Task<ToolResult> EndWithoutOutputAsync()
    {
        await Process.WaitForExitAsync().WaitAsync(s_patience);
        return new ToolResult(Process.ExitCode, "", await _error);
    }

    /// <summary>The emulator that the tool has started, once it has.</summary>
    public async Task<int> EmulatorAsync() => await WaitForAsync(() => Processes.ChildrenOf(Id).Cast<int?>().FirstOrDefault());

    public async Task<T> WaitForAsync<T>(Func<T?> find)
        where T : struct
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (true)
        {
            if (find() is { } found)
            {
                return found;
            }

            Assert.False(Process.HasExited, "The tool ended too early.");
            await Task.Delay(10, limit.Token);
        }
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
        }

        Process.Dispose();
    }
}
