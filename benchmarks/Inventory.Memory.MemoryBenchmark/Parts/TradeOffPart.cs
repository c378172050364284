using Inventory.Memory.MemoryBenchmark.Environments;
using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Reporting;

namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>Time and memory of every strategy where requests wait, as they do over a real network.</summary>
internal sealed class TradeOffPart : BenchmarkPart<TradeOffResult>
{
    public override string Name => "trade-off";

    public override string Description => "Time against memory where every request waits";

    protected override async Task<TradeOffResult> MeasureAsync(BenchmarkContext context)
    {
        var sizes = context.Sizes;
        await using var emulator = await DistantEstate.StartAsync(context);
        var zones = await DistantEstate.ZonesAsync(emulator, sizes.Zones);
        var rows = new List<TradeOffRow>();
        foreach (var contender in Contender.All(context.Programs))
        {
            var row = await MeasureAsync(context, contender, emulator, zones);
            context.Say($"{row.Title}: {Words.Seconds(row.Seconds)}, peak {Words.MiB(row.PeakBytes)}");
            rows.Add(row);
        }

        return new TradeOffResult(sizes.ZoneInstances, sizes.Zones, sizes.Latency.TotalMilliseconds, sizes.TableRepetitions, rows);
    }

    protected override void Report(TradeOffResult data, MarkdownDocument document, Pictures pictures)
    {
        document.Paragraph(
            $"{Words.Count(data.Instances)} instances in {data.Zones} zones, asked zone by zone; each answer waits {data.LatencyMilliseconds:0} ms " +
            $"before its first byte. Medians of {data.Runs}.");
        document.Picture(
            pictures.Draw("time-against-memory.png", plot => TimeAgainstMemory.Draw(plot, data)), "Time against peak memory of every strategy");
        document.Table(
            ["strategy", "time", "peak RSS", "charged to the container"],
            data.Rows.Select(row => new[] { row.Title, Words.Seconds(row.Seconds), Words.MiB(row.PeakBytes), Words.MiB(row.ChargedBytes) }));
    }

    private static async Task<TradeOffRow> MeasureAsync(BenchmarkContext context, Contender contender, EmulatorServer emulator, IReadOnlyList<string> zones)
    {
        var runs = await Median.RepeatAsync(context.Sizes.TableRepetitions, async () =>
        {
            using var environment = MemoryEnvironment.Create(limitBytes: null);
            return await contender.RunAsync(emulator, zones, environment);
        });
        return new TradeOffRow(
            contender.Key,
            contender.Title,
            Median.Of(runs.Select(run => run.Process.Seconds)),
            Median.Of(runs.Select(run => run.Summary!.Memory.HighWaterBytes)),
            Median.Of(runs.Select(run => run.Process.ContainerPeakBytes)));
    }
}
