using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Parts;
using Inventory.Memory.MemoryBenchmark.Reporting;
using Inventory.Memory.MemoryBenchmark.Strategies;

namespace Inventory.Memory.MemoryBenchmark.Bars;

/// <summary>The guide's claim: sequential takes 50 to 70 % less memory than parallel.</summary>
internal sealed class ParallelBars : BarGroup
{
    private const double AtLeast = 0.5;

    public override async Task<IReadOnlyList<Bar>> MeasureAsync(BenchmarkContext context)
    {
        await using var emulator = await context.EmulateAsync(context.Sizes.Instances);
        var sequential = Contender.Of(Strategy.Find("sequential"), context.Programs);
        var parallel = Contender.Of(Strategy.Find("parallel-8"), context.Programs);
        var pairs = await Median.RepeatAsync(
            context.Sizes.Repetitions, async () => (Ours: await sequential.RunAsync(emulator), Theirs: await parallel.RunAsync(emulator)));
        var less = pairs.Select(pair => 1 - ((double)pair.Ours.Summary!.Memory.HighWaterBytes / pair.Theirs.Summary!.Memory.HighWaterBytes)).ToList();
        return
        [
            Bar.Of(
                "sequential (no look-ahead) against parallel with 8 workers: peak RSS of the same program",
                "at least 50-70 % less",
                $"{Median.Of(less):0 %} less",
                Median.Of(less) >= AtLeast,
                less,
                $"{Words.MiB(PeakOf(pairs.Select(pair => pair.Ours)))} against {Words.MiB(PeakOf(pairs.Select(pair => pair.Theirs)))}, the runtime's default settings for both"),
        ];
    }
}
