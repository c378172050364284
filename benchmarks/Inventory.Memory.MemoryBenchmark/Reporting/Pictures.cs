using ScottPlot;

namespace Inventory.Memory.MemoryBenchmark.Reporting;

/// <summary>Draws pictures into the folder of results; without a font there are none, and it says so once.</summary>
internal sealed class Pictures
{
    private const int Width = 1200;
    private const int Height = 675;

    private readonly ResultFolder _folder;
    private readonly bool _hasFont;

    public Pictures(ResultFolder folder, TextWriter progress)
    {
        _folder = folder;
        _hasFont = PictureFont.TryChoose(out var problem);
        if (!_hasFont)
        {
            progress.WriteLine($"No pictures: {problem}");
        }
    }

    /// <summary>Answers the file's name, empty when it was not drawn.</summary>
    public string Draw(string file, Action<Plot> draw)
    {
        if (!_hasFont)
        {
            return "";
        }

        using var plot = new Plot();
        PictureStyle.Apply(plot);
        draw(plot);
        plot.SavePng(_folder.PathOf(file), Width, Height);
        return file;
    }
}
