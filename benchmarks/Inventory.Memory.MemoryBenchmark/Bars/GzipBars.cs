using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Parts;
using Inventory.Memory.MemoryBenchmark.Reporting;

namespace Inventory.Memory.MemoryBenchmark.Bars;

/// <summary>What compressed answers win over a connection that is slower than loopback, and what they cost over loopback: why gzip is on for the one and off for the other.</summary>
internal sealed class GzipBars : BarGroup
{
    private const string Rate = "25000000";

    public override async Task<IReadOnlyList<Bar>> MeasureAsync(BenchmarkContext context)
    {
        await using var near = await context.EmulateAsync(context.Sizes.GzipInstances);
        await using var far = await context.EmulateAsync(context.Sizes.GzipInstances, https: false, "--bytes-per-second", Rate);
        var tool = context.Programs.NativeTool ?? context.Programs.JitTool;
        return [await MeasureAsync(context, tool, near, "loopback"), await MeasureAsync(context, tool, far, "a connection of 25 MB/s")];
    }

    private static async Task<Bar> MeasureAsync(BenchmarkContext context, InventoryTool tool, EmulatorServer emulator, string over)
    {
        var pairs = await Median.RepeatAsync(
            context.Sizes.TableRepetitions, async () => (On: await tool.CollectAsync(emulator, "--gzip", "on"), Off: await tool.CollectAsync(emulator, "--gzip", "off")));
        var ratios = pairs.ConvertAll(pair => pair.On.Process.Seconds / pair.Off.Process.Seconds);
        return Bar.Of(
            $"{tool.Flavour} tool over {over}, {Words.Count(context.Sizes.GzipInstances)} instances: time with gzip against without",
            "",
            Words.Times(Median.Of(ratios)),
            passed: true,
            ratios,
            $"{Words.Seconds(Median.Of(pairs.Select(pair => pair.On.Process.Seconds)))} against {Words.Seconds(Median.Of(pairs.Select(pair => pair.Off.Process.Seconds)))}; "
            + $"peaks {Words.MiB(PeakOf(pairs.Select(pair => pair.On)))} against {Words.MiB(PeakOf(pairs.Select(pair => pair.Off)))}").AsBeside();
    }
}
