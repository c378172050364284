using System.Diagnostics;

namespace Inventory.Memory.Cli.Tests.Support;

/// <summary>The tool in a pseudo-terminal, which <c>script</c> of util-linux makes.</summary>
internal static class Terminal
{
    private const string Script = "/usr/bin/script";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    /// <summary>What the terminal was sent, control sequences included.</summary>
    public static Task<string> RunAsync(Dictionary<string, string> environment, string arguments) =>
        RunShellAsync(environment, $"exec '{ToolProcess.Path}' {arguments}");

    /// <param name="environment">Variables that are set.</param>
    /// <param name="command">As it is typed into a shell.</param>
    public static async Task<string> RunShellAsync(Dictionary<string, string> environment, string command)
    {
        Assert.SkipUnless(File.Exists(Script), "There is no 'script' (util-linux) to make a pseudo-terminal with.");
        var start = new ProcessStartInfo(Script, ["-q", "-e", "-c", $"stty cols 200 rows 30; {command}", "/dev/null"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove("NO_COLOR");
        start.Environment["TERM"] = "xterm-256color";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var shown = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience);
            Assert.True(process.ExitCode == 0, shown);
            return shown;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
