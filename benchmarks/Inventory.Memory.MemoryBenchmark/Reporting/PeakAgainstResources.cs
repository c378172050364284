using Inventory.Memory.MemoryBenchmark.Parts;
using ScottPlot;

namespace Inventory.Memory.MemoryBenchmark.Reporting;

/// <summary>Peak memory over the size of the estate: flat lines are the promise.</summary>
internal static class PeakAgainstResources
{
    private static readonly double[] s_memory = [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];

    public static void Draw(Plot plot, IReadOnlyList<GrowthRow> data)
    {
        foreach (var rows in data.GroupBy(row => row.Key))
        {
            var line = plot.Add.Scatter(
                [.. rows.Select(row => PictureStyle.Log(row.Resources))],
                rows.Select(row => PictureStyle.Log(Words.InMiB(row.PeakBytes))).ToArray(),
                PictureStyle.ColorOf(rows.Key));
            line.LineWidth = 3;
            line.MarkerSize = 12;
            line.LegendText = rows.First().Title;
        }

        var sizes = data.Select(row => (double)row.Resources).Distinct().Order().ToList();
        PictureStyle.Logarithmic(plot.Axes.Left, s_memory, tick => $"{tick:0}");
        PictureStyle.Logarithmic(plot.Axes.Bottom, sizes, size => Words.Count((long)size));
        plot.Axes.SetLimitsX(PictureStyle.Log(sizes[0] * 0.8), PictureStyle.Log(sizes[^1] * 1.25));
        plot.Axes.SetLimitsY(PictureStyle.Log(8), PictureStyle.Log(Words.InMiB(data.Max(row => row.PeakBytes)) * 1.5));
        plot.Title("Peak memory and the size of the estate");
        plot.XLabel("resources (logarithmic)");
        plot.YLabel("peak resident memory, MiB (logarithmic)");
        plot.ShowLegend(Edge.Right);
    }
}
