using Inventory.Memory.MemoryBenchmark.Parts;
using ScottPlot;

namespace Inventory.Memory.MemoryBenchmark.Reporting;

/// <summary>Each strategy a point: down and to the left is better.</summary>
internal static class TimeAgainstMemory
{
    private static readonly double[] s_memory = [4, 8, 16, 32, 64, 128, 256, 512, 1024];
    private static readonly double[] s_seconds = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20];

    public static void Draw(Plot plot, TradeOffResult data)
    {
        foreach (var row in data.Rows)
        {
            var marker = plot.Add.Marker(
                PictureStyle.Log(row.Seconds), PictureStyle.Log(Words.InMiB(row.PeakBytes)), MarkerShape.FilledCircle, 20, PictureStyle.ColorOf(row.Key));
            marker.LegendText = $"{row.Title}: {Words.Seconds(row.Seconds)}, {Words.MiB(row.PeakBytes)}";
        }

        PictureStyle.Logarithmic(plot.Axes.Left, s_memory, tick => $"{tick:0}");
        PictureStyle.Logarithmic(plot.Axes.Bottom, s_seconds, tick => $"{tick:0.#}");
        plot.Axes.SetLimitsX(PictureStyle.Log(data.Rows.Min(row => row.Seconds) * 0.7), PictureStyle.Log(data.Rows.Max(row => row.Seconds) * 1.4));
        plot.Axes.SetLimitsY(
            PictureStyle.Log(Words.InMiB(data.Rows.Min(row => row.PeakBytes)) * 0.7),
            PictureStyle.Log(Words.InMiB(data.Rows.Max(row => row.PeakBytes)) * 1.4));
        plot.Title($"{data.Zones} zones, {data.LatencyMilliseconds:0} ms a request");
        plot.XLabel("seconds (less is better)");
        plot.YLabel("peak memory, MiB (less is better)");
        plot.ShowLegend(Edge.Right);
    }
}
