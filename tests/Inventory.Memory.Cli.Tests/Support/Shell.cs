namespace Inventory.Memory.Cli.Tests.Support;

/// <summary>A script as users write them, in a folder, with the tool as <c>$tool</c>.</summary>
internal static class Shell
{
    private const string Program = "/bin/bash";

    public static async Task<ToolResult> RunAsync(TemporaryFolder folder, string script)
    {
        using var shell = Start(folder, script);
        return await shell.EndAsync();
    }

    public static ToolProcess Start(TemporaryFolder folder, string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Program), "There is no bash, or what files are is not asked for here.");
        var tool = Environment.GetEnvironmentVariable("INVENTORY_NATIVE_TOOL") ?? ToolProcess.Path;
        return ToolProcess.StartProgram(Program, new() { ["tool"] = tool, ["run"] = $"{tool} collect --emulate 3 -t compute.networks --no-progress" }, ["-c", $"cd '{folder["."]}'\n{script}"]);
    }
}
