using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Parts;
using Inventory.Memory.MemoryBenchmark.Reporting;

namespace Inventory.Memory.MemoryBenchmark.Bars;

/// <summary>The peak of the largest estate against that of the smallest.</summary>
internal sealed class GrowthBars : BarGroup
{
    private const double NativeMiB = 1;
    private const double JitMiB = 3;

    public override async Task<IReadOnlyList<Bar>> MeasureAsync(BenchmarkContext context)
    {
        await using var small = await context.EmulateAsync(context.Sizes.Growth[0]);
        await using var large = await context.EmulateAsync(context.Sizes.Growth[^1]);
        var bars = new List<Bar>();
        foreach (var (tool, flavour, atMost) in new[] { (context.Programs.NativeTool, "NativeAOT", NativeMiB), (context.Programs.JitTool, "JIT", JitMiB) })
        {
            var what = $"{flavour} tool: peak at {Words.Count(context.Sizes.Growth[^1])} minus peak at {Words.Count(context.Sizes.Growth[0])}";
            var required = $"at most {atMost} MiB";
            bars.Add(tool is null
                ? Bar.Missing(what, required, BenchmarkPrograms.NoNativeTool)
                : await MeasureAsync(context, tool, small, large, what, required, atMost));
        }

        return bars;
    }

    private static async Task<Bar> MeasureAsync(
        BenchmarkContext context, InventoryTool tool, EmulatorServer small, EmulatorServer large, string what, string required, double atMostMiB)
    {
        var pairs = await Median.RepeatAsync(
            context.Sizes.Repetitions, async () => (Small: await tool.CollectAsync(small), Large: await tool.CollectAsync(large)));
        var growth = PeakOf(pairs.Select(pair => pair.Large)) - PeakOf(pairs.Select(pair => pair.Small));
        return Bar.Of(
            what,
            required,
            Words.Signed(growth),
            growth <= FromMiB(atMostMiB),
            pairs.Select(pair => Words.InMiB(pair.Large.Summary!.Memory.HighWaterBytes - pair.Small.Summary!.Memory.HighWaterBytes)),
            $"peaks {Words.MiB(PeakOf(pairs.Select(pair => pair.Small)))} and {Words.MiB(PeakOf(pairs.Select(pair => pair.Large)))}");
    }
}
