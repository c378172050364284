using Inventory.Memory.MemoryBenchmark.Environments;
using ScottPlot;

namespace Inventory.Memory.MemoryBenchmark.Reporting;

/// <summary>RSS over time of every strategy in one environment, and the limit.</summary>
internal static class MemoryOverTime
{
    private static readonly double[] s_ticks = [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192];

    public static void Draw(Plot plot, EnvironmentsResult data)
    {
        var rows = data.Rows.Where(row => row.Points.Count > 0).ToList();
        foreach (var row in rows)
        {
            var line = plot.Add.Scatter(
                [.. row.Points.Select(point => point.Seconds)],
                row.Points.Select(point => PictureStyle.Log(Words.InMiB(point.RssBytes))).ToArray(),
                PictureStyle.ColorOf(row.Key));
            line.MarkerSize = 0;
            line.LineWidth = 3;
            line.LegendText = row.Outcome == Outcome.Completed ? row.Title : $"{row.Title}: {row.Outcome}";
            if (row.Outcome != Outcome.Completed)
            {
                MarkEnd(plot, row);
            }
        }

        var limit = plot.Add.HorizontalLine(PictureStyle.Log(data.DrawnLimitMiB), 3, Colors.Red, LinePattern.Dashed);
        limit.LegendText = $"the limit, {Words.Limit(data.DrawnLimitMiB)}";
        PictureStyle.Logarithmic(plot.Axes.Left, s_ticks, tick => $"{tick:0}");
        plot.Axes.SetLimitsY(PictureStyle.Log(8), PictureStyle.Log(data.DrawnLimitMiB * 1.5));
        plot.Axes.SetLimitsX(0, rows.SelectMany(row => row.Points).Select(point => point.Seconds).DefaultIfEmpty(1).Max() * 1.02);
        plot.Title($"{Words.Count(data.Instances)} instances in a container of {Words.Limit(data.DrawnLimitMiB)}");
        plot.XLabel("seconds");
        plot.YLabel("resident memory, MiB (logarithmic)");
        plot.ShowLegend(Edge.Right);
    }

    private static void MarkEnd(Plot plot, EnvironmentRow row)
    {
        var end = row.Points[^1];
        var marker = plot.Add.Marker(
            end.Seconds, PictureStyle.Log(Words.InMiB(end.RssBytes)), MarkerShape.Eks, 18, PictureStyle.ColorOf(row.Key));
        marker.MarkerLineWidth = 4;
    }
}
