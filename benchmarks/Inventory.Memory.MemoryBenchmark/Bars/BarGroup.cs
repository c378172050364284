using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Parts;

namespace Inventory.Memory.MemoryBenchmark.Bars;

/// <summary>Bars that are measured together.</summary>
internal abstract class BarGroup
{
    public static IReadOnlyList<BarGroup> All { get; } =
        [new MemoryBars(), new GrowthBars(), new SpeedBars(), new LookAheadBars(), new ParallelBars(), new ContainerBars(), new ReaderBars(), new GzipBars()];

    public abstract Task<IReadOnlyList<Bar>> MeasureAsync(BenchmarkContext context);

    protected static double PeakOf(IEnumerable<ToolRun> runs) => Median.Of(Peaks(runs));

    protected static IEnumerable<double> Peaks(IEnumerable<ToolRun> runs) => runs.Select(run => (double)run.Summary!.Memory.HighWaterBytes);

    protected static long FromMiB(double mebibytes) => (long)(mebibytes * (1 << 20));
}
