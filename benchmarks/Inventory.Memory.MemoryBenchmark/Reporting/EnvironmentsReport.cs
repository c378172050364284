using Inventory.Memory.MemoryBenchmark.Environments;

namespace Inventory.Memory.MemoryBenchmark.Reporting;

internal static class EnvironmentsReport
{
    private static readonly string[] s_columns =
        ["strategy", "environment", "time", "peak RSS", "charged", "average", "minimum", "resources", "gen 0/1/2", "outcome", "verdict"];

    public static void Write(EnvironmentsResult data, MarkdownDocument document, Pictures pictures)
    {
        var kinds = string.Join(", ", data.Rows.Select(row => row.LimitKind).Distinct());
        document.Paragraph(
            $"{Words.Count(data.Instances)} instances, one process a row, limited by: {kinds}. Peak is the kernel's high-water mark of the process; " +
            "average and minimum are what the process's own monitor saw while it collected (of a killed one, what was seen from outside); charged is what the container paid at most, page cache and socket buffers included " +
            "(framework files that another container read first are not charged). Each strategy goes down until it does not complete.");
        document.Heading("The smallest environment that completes");
        document.Table(["strategy", "smallest that completes", "the next one down"], data.Rows.GroupBy(row => row.Title).Select(Smallest));
        document.Picture(
            pictures.Draw("memory-over-time.png", plot => MemoryOverTime.Draw(plot, data)),
            $"Memory over time of every strategy against a limit of {Words.Limit(data.DrawnLimitMiB)}");
        document.Heading("Every run");
        document.Table(s_columns, data.Rows.Select(Cells));
        WriteLines(data, document);
    }

    private static string[] Smallest(IGrouping<string, EnvironmentRow> rows)
    {
        var completed = rows.LastOrDefault(row => row.Outcome == Outcome.Completed);
        var next = rows.LastOrDefault(row => row.Outcome != Outcome.Completed);
        return
        [
            rows.Key,
            completed is null ? "none" : Words.Limit(completed.LimitMiB),
            next is null ? "not tried" : $"{Words.Limit(next.LimitMiB)}: {next.Outcome}",
        ];
    }

    private static string[] Cells(EnvironmentRow row) =>
    [
        row.Title,
        Words.Limit(row.LimitMiB),
        Words.Seconds(row.Seconds),
        Words.MiB(row.PeakBytes),
        row.ContainerPeakBytes > 0 ? Words.MiB(row.ContainerPeakBytes) : "",
        Words.MiB(row.AverageBytes),
        Words.MiB(row.MinimumBytes),
        row.Resources > 0 ? Words.Count(row.Resources) : "",
        row.Collections,
        row.Outcome,
        row.Verdict(),
    ];

    private static void WriteLines(EnvironmentsResult data, MarkdownDocument document)
    {
        var drawn = data.Rows.Where(row => row.LimitMiB == data.DrawnLimitMiB && row.Lines.Count > 0).ToList();
        document.Heading($"What the processes said in {Words.Limit(data.DrawnLimitMiB)}");
        document.Code(drawn.SelectMany(row => row.Lines.Prepend($"# {row.Title}").Append("")));
    }
}
