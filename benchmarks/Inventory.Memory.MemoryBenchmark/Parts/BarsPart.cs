using Inventory.Memory.MemoryBenchmark.Bars;
using Inventory.Memory.MemoryBenchmark.Reporting;

namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>Every promise that is a figure.</summary>
internal sealed class BarsPart : BenchmarkPart<List<Bar>>
{
    public override string Name => "bars";

    public override string Description => "Every promise that is a figure, measured";

    protected override async Task<List<Bar>> MeasureAsync(BenchmarkContext context)
    {
        var bars = new List<Bar>();
        foreach (var group in BarGroup.All)
        {
            foreach (var measured in await TryMeasureAsync(group, context))
            {
                var bar = context.Sizes.Judged ? measured : measured with { Verdict = Bar.NotJudged };
                context.Say($"{bar.Verdict}: {bar.What}: {bar.Measured} ({bar.Required}) {bar.Note}");
                bars.Add(bar);
            }
        }

        return bars;
    }

    /// <summary>A group that fails is a row that says so; the others are measured all the same.</summary>
    private static async Task<IReadOnlyList<Bar>> TryMeasureAsync(BarGroup group, BenchmarkContext context)
    {
        try
        {
            return await group.MeasureAsync(context);
        }
        catch (Exception failure)
        {
            return [Bar.Missing(group.GetType().Name, "", failure.Message)];
        }
    }

    protected override void Report(List<Bar> data, MarkdownDocument document, Pictures pictures)
    {
        document.Paragraph(
            "JSON of about 3.9 KB per instance, an emulator on loopback in a process of its own, output to `/dev/null`. Medians; pairs are measured in turns. " +
            "Every single value stands in `bars.json`.");
        document.Paragraph(string.Join(", ", data.CountBy(bar => bar.Verdict).Select(count => $"{count.Value} {count.Key}")) + ".");
        document.Table(
            ["what", "bar", "measured", "", "of which"],
            data.Select(bar => new[] { bar.What, bar.Required, bar.Measured, bar.Verdict, bar.Note }));
    }
}
