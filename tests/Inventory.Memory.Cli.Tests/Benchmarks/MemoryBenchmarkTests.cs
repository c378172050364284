using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Benchmarks;

/// <summary>The memory benchmark's command line, where it is built.</summary>
public sealed class MemoryBenchmarkTests
{
    private const string Name = "Inventory.Memory.MemoryBenchmark";

    private static readonly DirectoryInfo s_here = new(AppContext.BaseDirectory);

    /// <summary>In a folder of its configuration and, where it is built for one system, of that.</summary>
    private static string? Program => new DirectoryInfo(Path.Combine(s_here.Parent!.Parent!.FullName, Name)) is { Exists: true } built
        ? built.EnumerateDirectories($"{s_here.Name}*")
            .Select(folder => Path.Combine(folder.FullName, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name))
            .FirstOrDefault(File.Exists)
        : null;

    [Theory]
    [InlineData("bars", "--native", "/nonexist")]
    [InlineData("render", "--results", "/dev/null")]
    public async Task Run_PathThatCannotBeUsed_IsNamedWithoutAStackTrace(string part, string option, string path)
    {
        Assert.SkipWhen(Program is null, "The memory benchmark is not built; a build of the whole solution builds it.");

        using var process = ToolProcess.StartProgram(Program!, part, option, path);
        var result = await process.EndAsync();

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(path, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
