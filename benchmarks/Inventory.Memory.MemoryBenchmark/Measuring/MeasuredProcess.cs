using System.Diagnostics;
using Inventory.Memory.MemoryBenchmark.Environments;

namespace Inventory.Memory.MemoryBenchmark.Measuring;

/// <summary>Runs a process to its end and measures it.</summary>
internal static class MeasuredProcess
{
    /// <summary>The exit code of a process that was not waited for any longer.</summary>
    public const int TooSlow = -1;

    /// <summary>Far longer than any measurement takes: in too small a container a process may crawl instead of ending.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(45);

    /// <param name="command">What to run.</param>
    /// <param name="environment">Where; null: here.</param>
    /// <param name="interval">The distance of samples; null: none, for measurements of time.</param>
    public static async Task<ProcessMeasurement> RunAsync(ProcessCommand command, MemoryEnvironment? environment = null, TimeSpan? interval = null)
    {
        var start = environment?.Prepare(command) ?? new ProcessStartInfo(command.Program, command.Arguments) { UseShellExecute = false };
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var sampler = interval is { } distance && OperatingSystem.IsLinux()
            ? new MemorySampler(process, command.Program, environment?.Charge, distance)
            : null;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var exitCode = await WaitAsync(process);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new ProcessMeasurement(exitCode, seconds, await output, await error, sampler?.Finish() ?? MemoryCourse.None)
        {
            ContainerPeakBytes = environment?.PeakBytes ?? 0,
        };
    }

    private static async Task<int> WaitAsync(Process process)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(s_patience);
            return process.ExitCode;
        }
        catch (TimeoutException)
        {
            process.Kill();
            await process.WaitForExitAsync();
            return TooSlow;
        }
    }
}
