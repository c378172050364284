using System.Diagnostics;
using Inventory.Memory.MemoryBenchmark.Environments;

namespace Inventory.Memory.MemoryBenchmark.Measuring;

/// <summary>Runs a process to its end and measures it.</summary>
internal static class MeasuredProcess
{
    /// <summary>The exit code of a process that was not waited for any longer.</summary>
    public const int TooSlow = -1;

    /// <summary>Of a process that takes 10 ms, or 50: enough that one look comes right before its end.</summary>
    private const int ShortRuns = 20;

    /// <summary>Far longer than any measurement takes: in too small a container a process may crawl instead of ending.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(45);

    /// <param name="command">What to run.</param>
    /// <param name="environment">Where; null: here.</param>
    /// <param name="interval">The distance of samples; zero: one after another; null: none, for measurements of time.</param>
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

    /// <summary>
    /// The peak of a process that lives for some milliseconds and cannot tell it itself. Its mark is read without a pause
    /// until it is gone, and it only grows: what is missed is missed downwards, so that the highest of several runs is nearest.
    /// </summary>
    /// <exception cref="InvalidOperationException">Not one of the runs was seen.</exception>
    public static async Task<double> PeakOfShortAsync(ProcessCommand command)
    {
        var runs = await Median.RepeatAsync(ShortRuns, () => RunAsync(command, interval: TimeSpan.Zero));
        var peak = runs.Max(run => run.Memory.PeakBytes);
        return peak > 0 || !OperatingSystem.IsLinux()
            ? peak
            : throw new InvalidOperationException($"{command.Program} ended {ShortRuns} times before its memory was seen.");
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
