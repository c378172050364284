using System.Diagnostics;
using Inventory.Memory.MemoryBenchmark.Environments;

namespace Inventory.Memory.MemoryBenchmark.Measuring;

/// <summary>Runs a process to its end and measures it.</summary>
internal static class MeasuredProcess
{
    /// <summary>Longer than any measurement takes; what hangs ends the benchmark instead of holding it up.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

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
        try
        {
            await process.WaitForExitAsync().WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw;
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new ProcessMeasurement(process.ExitCode, seconds, await output, await error, sampler?.Finish() ?? MemoryCourse.None)
        {
            ContainerPeakBytes = environment?.PeakBytes ?? 0,
        };
    }
}
