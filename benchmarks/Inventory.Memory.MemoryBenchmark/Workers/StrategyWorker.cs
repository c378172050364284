using System.Text.Json;
using Inventory.Memory.MemoryBenchmark.Strategies;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.MemoryBenchmark.Workers;

/// <summary>Runs one strategy and says the guide's three lines. Memory is watched the same way for all of them.</summary>
internal static class StrategyWorker
{
    private const int StoppedItself = 4;
    private const int Incomplete = 3;

    public static async Task<int> RunAsync(string key, Uri endpoint, string[] zones)
    {
        using var monitor = new MemoryMonitor();
        using var sampling = monitor.StartSampling();
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        StrategyOutcome outcome;
        await using (var output = new FileStream("/dev/null", FileMode.Open, FileAccess.Write))
        {
            outcome = await Strategy.Find(key).RunAsync(new StrategyInput(endpoint, zones), output);
        }

        var seconds = time.GetElapsedTime(began).TotalSeconds;
        Console.Error.WriteLine($"Processing Time: {seconds:F2} seconds");
        Console.Error.WriteLine($"Resources Collected: {outcome.Resources}");
        Console.Error.WriteLine(monitor.GetStatistics());
        if (outcome.Message is not null)
        {
            Console.Error.WriteLine(outcome.Message);
        }

        Write(outcome, seconds, monitor.GetStatistics());
        return outcome.State switch
        {
            RunState.Complete => 0,
            RunState.Stopped => StoppedItself,
            _ => Incomplete,
        };
    }

    /// <summary>Written by hand, in the words of the tool's summary: a serializer would raise the peak that it reports.</summary>
    private static void Write(StrategyOutcome outcome, double seconds, MemoryStatistics memory)
    {
        using var stream = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("state"u8, outcome.State == RunState.Complete ? "complete" : "stopped");
        json.WriteNumber("resources"u8, outcome.Resources);
        json.WriteNumber("elapsedSeconds"u8, seconds);
        json.WriteStartObject("memory"u8);
        json.WriteNumber("peakBytes"u8, memory.PeakBytes);
        json.WriteNumber("averageBytes"u8, memory.AverageBytes);
        json.WriteNumber("minimumBytes"u8, memory.MinimumBytes);
        json.WriteNumber("highWaterBytes"u8, memory.HighWaterBytes);
        json.WriteEndObject();
        json.WriteStartObject("gc"u8);
        var (first, second) = (GC.CollectionCount(1), GC.CollectionCount(2));
        json.WriteNumber("gen0"u8, GC.CollectionCount(0) - first);
        json.WriteNumber("gen1"u8, first - second);
        json.WriteNumber("gen2"u8, second);
        json.WriteNumber("allocatedBytes"u8, GC.GetTotalAllocatedBytes());
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
