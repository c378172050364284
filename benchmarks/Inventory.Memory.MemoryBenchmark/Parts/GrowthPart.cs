using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Reporting;
using Inventory.Memory.MemoryBenchmark.Strategies;

namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>Peak memory over sizes of the estate.</summary>
internal sealed class GrowthPart : BenchmarkPart<List<GrowthRow>>
{
    public override string Name => "growth";

    public override string Description => "Peak memory against the number of resources";

    protected override async Task<List<GrowthRow>> MeasureAsync(BenchmarkContext context)
    {
        var rows = new List<GrowthRow>();
        foreach (var size in context.Sizes.Growth)
        {
            await using var emulator = await context.EmulateAsync(size);
            foreach (var contender in Contenders(context).Where(contender => contender is not { Key: "keep-everything" } || size <= context.Sizes.MostKept))
            {
                // What takes long is the same every time: memory is no matter of chance there.
                var times = size > context.Sizes.MostKept ? 1 : context.Sizes.TableRepetitions;
                var runs = await Median.RepeatAsync(times, () => contender.RunAsync(emulator));
                var row = ToRow(contender, size, runs);
                context.Say($"{row.Title}, {Words.Count(size)}: peak {Words.MiB(row.PeakBytes)}, {Words.Seconds(row.Seconds)}");
                rows.Add(row);
            }
        }

        return rows;
    }

    protected override void Report(List<GrowthRow> data, MarkdownDocument document, Pictures pictures)
    {
        document.Picture(
            pictures.Draw("peak-against-resources.png", plot => PeakAgainstResources.Draw(plot, data)), "Peak memory against the number of resources");
        var sizes = data.Select(row => row.Resources).Distinct().Order().ToList();
        document.Table(
            ["strategy", .. sizes.Select(size => $"{Words.Count(size)} resources"), "largest minus smallest"],
            data.GroupBy(row => row.Title).Select(rows => Cells(rows.Key, [.. rows], sizes)));
    }

    private static IEnumerable<Contender> Contenders(BenchmarkContext context) =>
    [
        .. context.Programs.Tools.Select(tool => Contender.Of(tool)),
        Contender.Of(Strategy.Find("sequential"), context.Programs),
        Contender.Of(Strategy.Find("parallel-8"), context.Programs),
        Contender.Of(Strategy.Find("keep-everything"), context.Programs),
    ];

    private static GrowthRow ToRow(Contender contender, long size, List<ToolRun> runs) => new(
        contender.Key,
        contender.Title,
        size,
        Median.Of(runs.Select(run => run.Summary!.Memory.HighWaterBytes)),
        Median.Of(runs.Select(run => run.Process.Seconds)),
        runs.Count);

    private static string[] Cells(string title, List<GrowthRow> rows, List<long> sizes) =>
    [
        title,
        .. sizes.Select(size => rows.Find(row => row.Resources == size) is { } row ? $"{Words.MiB(row.PeakBytes)} in {Words.Seconds(row.Seconds)}" : "not tried"),
        Words.Signed(rows[^1].PeakBytes - rows[0].PeakBytes),
    ];
}
