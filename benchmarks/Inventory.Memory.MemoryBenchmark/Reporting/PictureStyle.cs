using ScottPlot;
using ScottPlot.TickGenerators;

namespace Inventory.Memory.MemoryBenchmark.Reporting;

/// <summary>One look for every picture: one colour a strategy, letters that can be read at half the size.</summary>
internal static class PictureStyle
{
    private const float LetterSize = 20;

    private static readonly Dictionary<string, Color> s_colors = new(StringComparer.Ordinal)
    {
        ["sequential"] = Color.FromHex("#0072B2"),
        ["look-ahead"] = Color.FromHex("#56B4E9"),
        ["tool-NativeAOT"] = Color.FromHex("#009E73"),
        ["tool-JIT"] = Color.FromHex("#004D40"),
        ["parallel-2"] = Color.FromHex("#F0C27B"),
        ["parallel-8"] = Color.FromHex("#E69F00"),
        ["parallel-32"] = Color.FromHex("#D55E00"),
        ["keep-everything"] = Color.FromHex("#7F0000"),
        ["keep-detached"] = Color.FromHex("#CC79A7"),
    };

    public static Color ColorOf(string key) => s_colors.GetValueOrDefault(key, Colors.Gray);

    public static void Apply(Plot plot)
    {
        plot.Axes.Title.Label.FontSize = LetterSize + 4;
        foreach (var axis in plot.Axes.GetAxes())
        {
            axis.Label.FontSize = LetterSize;
            axis.TickLabelStyle.FontSize = LetterSize - 2;
        }

        plot.Legend.FontSize = LetterSize - 2;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
    }

    /// <summary>A logarithmic axis of plain numbers; values go onto it through <see cref="Log"/>.</summary>
    public static void Logarithmic(IAxis axis, IEnumerable<double> ticks, Func<double, string> label) =>
        axis.TickGenerator = new NumericManual(
            [.. ticks.Select(Math.Log10)], [.. ticks.Select(label)]);

    public static double Log(double value) => Math.Log10(Math.Max(value, 1e-9));
}
