using System.ComponentModel;
using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Parts;
using Inventory.Memory.MemoryBenchmark.Reporting;

namespace Inventory.Memory.MemoryBenchmark.Bars;

/// <summary>The tool's wall time against curl's for the same pages, in turns.</summary>
internal sealed class SpeedBars : BarGroup
{
    private const double Validating = 2.5;
    private const double NotValidating = 1.7;

    /// <summary>Slower than this, curl waits for the emulator or the machine, and the ratio says nothing about us.</summary>
    private const double LeastMegabytesPerSecond = 600;

    public override async Task<IReadOnlyList<Bar>> MeasureAsync(BenchmarkContext context)
    {
        await using var emulator = await context.EmulateAsync(context.Sizes.Instances);
        using var curl = await Curl.PrepareAsync(emulator.Endpoint);
        var bars = new List<Bar>();
        foreach (var tool in context.Programs.Tools)
        {
            bars.Add(await RaceAsync(context, tool, curl, emulator, "validating each item", Validating));
            bars.Add(await RaceAsync(context, tool, curl, emulator, "without validation", NotValidating, "--validate", "off"));
        }

        return bars;
    }

    /// <summary>Compiling itself takes longer than curl takes for everything: there the bar is the native tool's alone.</summary>
    private static bool IsJit(InventoryTool tool) => tool.Flavour == "JIT";

    private static string What(InventoryTool tool, string how) => $"{tool.Flavour} tool, {how}: wall time against curl of the same pages";

    private static string Required(double atMost) => $"at most {atMost} x";

    private static async Task<Bar> RaceAsync(
        BenchmarkContext context, InventoryTool tool, Curl curl, EmulatorServer emulator, string how, double atMost, params string[] more)
    {
        List<(double Curl, double Tool)> pairs;
        try
        {
            pairs = await Median.RepeatAsync(
                context.Sizes.Repetitions, async () => (await curl.DrawAsync(), (await tool.CollectAsync(emulator, more)).Process.Seconds));
        }
        catch (Win32Exception missing)
        {
            return Bar.Missing(What(tool, how), Required(atMost), $"curl does not start: {missing.Message}");
        }

        var ratios = pairs.Select(pair => pair.Tool / pair.Curl).ToList();
        var rate = curl.Bytes / 1e6 / Median.Of(pairs.Select(pair => pair.Curl));
        var bar = Bar.Of(
            What(tool, how),
            Required(atMost),
            Words.Times(Median.Of(ratios)),
            Median.Of(ratios) <= atMost,
            ratios,
            $"{Words.Seconds(Median.Of(pairs.Select(pair => pair.Tool)))} against {Words.Seconds(Median.Of(pairs.Select(pair => pair.Curl)))}; curl draws {rate:0} MB/s");
        return rate < LeastMegabytesPerSecond ? bar with { Verdict = Bar.DoesNotCount }
            : IsJit(tool) ? bar.AsBeside()
            : bar;
    }
}
