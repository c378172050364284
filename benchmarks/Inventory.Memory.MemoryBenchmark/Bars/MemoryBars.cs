using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Parts;
using Inventory.Memory.MemoryBenchmark.Reporting;

namespace Inventory.Memory.MemoryBenchmark.Bars;

/// <summary>Peaks of the tool, what it allocates, and which generations it collects.</summary>
internal sealed class MemoryBars : BarGroup
{
    private const long OnePage = 500;
    private const double NativePeakMiB = 16;
    private const double TlsPeakMiB = 26;
    private const double JitPeakMiB = 64;
    private const double BytesPerResource = 16;

    public override async Task<IReadOnlyList<Bar>> MeasureAsync(BenchmarkContext context)
    {
        await using var plain = await context.EmulateAsync(context.Sizes.Instances);
        await using var secure = await context.EmulateAsync(context.Sizes.Instances, https: true);
        await using var page = await context.EmulateAsync(OnePage);
        var bars = new List<Bar>
        {
            await PeakAsync(context, context.Programs.NativeTool, plain, "HTTP/1.1", NativePeakMiB),
            await PeakAsync(context, context.Programs.NativeTool, secure, "TLS", TlsPeakMiB),
            await PeakAsync(context, context.Programs.JitTool, plain, "HTTP/1.1", JitPeakMiB),
        };
        foreach (var tool in context.Programs.Tools)
        {
            bars.AddRange(await AllocationsAsync(context, tool, page, plain));
        }

        return bars;
    }

    private static async Task<Bar> PeakAsync(BenchmarkContext context, InventoryTool? tool, EmulatorServer emulator, string over, double atMostMiB)
    {
        var what = $"{tool?.Flavour ?? "NativeAOT"} tool, {Words.Count(context.Sizes.Instances)} instances over {over}: peak RSS";
        var required = $"at most {atMostMiB} MiB";
        if (tool is null)
        {
            return Bar.Missing(what, required, BenchmarkPrograms.NoNativeTool);
        }

        var runs = await Median.RepeatAsync(context.Sizes.Repetitions, () => tool.CollectAsync(emulator));
        return Bar.Of(what, required, Words.MiB(PeakOf(runs)), PeakOf(runs) <= FromMiB(atMostMiB), Peaks(runs).Select(Words.InMiB));
    }

    private static async Task<IEnumerable<Bar>> AllocationsAsync(BenchmarkContext context, InventoryTool tool, EmulatorServer page, EmulatorServer everything)
    {
        var first = await Median.RepeatAsync(context.Sizes.Repetitions, () => tool.CollectAsync(page));
        var all = await Median.RepeatAsync(context.Sizes.Repetitions, () => tool.CollectAsync(everything));
        var start = Median.Of(first.Select(run => run.Summary!.Gc.AllocatedBytes));
        var perResource = all.Select(run => (run.Summary!.Gc.AllocatedBytes - start) / (run.Summary.Resources - OnePage)).ToList();
        var older = all.Select(run => (double)(run.Summary!.Gc.Gen1 + run.Summary.Gc.Gen2)).ToList();
        return
        [
            Bar.Of(
                $"{tool.Flavour} tool: managed bytes allocated per resource after the first page",
                $"at most {BytesPerResource}",
                $"{Median.Of(perResource):0.0}",
                Median.Of(perResource) <= BytesPerResource,
                perResource),
            Bar.Of(
                $"{tool.Flavour} tool: generation-1 and -2 collections in {Words.Count(context.Sizes.Instances)} resources",
                "0",
                $"{Median.Of(older):0}",
                Median.Of(older) == 0,
                older),
        ];
    }
}
