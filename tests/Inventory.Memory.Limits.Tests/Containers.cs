using System.Diagnostics;
using Inventory.Memory.Tests.Shared.Containers;

namespace Inventory.Memory.Limits.Tests;

/// <summary>Containers as the tests use them.</summary>
internal static class Containers
{
    /// <summary>Makes one, or skips the test and says why none can be made here.</summary>
    public static MemoryContainer Create(long limitMiB)
    {
        var container = MemoryContainer.TryCreate(limitMiB << 20, out var reason);
        Assert.SkipWhen(container is null, reason);
        return container!;
    }

    /// <summary>Runs a program in the container until it ends.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(this MemoryContainer container, string program, params string[] arguments) =>
        container.RunAsync(program, arguments, firstLine: static () => { });

    /// <summary>Runs a program in the container until it ends; something else happens once it has written its first line.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(this MemoryContainer container, string program, string[] arguments, Action firstLine)
    {
        var start = container.Enter(program, arguments);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var first = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        firstLine();
        var rest = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, first is null ? rest : $"{first}\n{rest}", await error);
    }
}
