using ScottPlot;
using SkiaSharp;

namespace Inventory.Memory.MemoryBenchmark.Reporting;

/// <summary>Chooses a font of this machine and proves that it draws: without one a picture has no text, and no error.</summary>
internal static class PictureFont
{
    private static readonly string[] s_wanted = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica", "Segoe UI"];

    public static bool TryChoose(out string problem)
    {
        var families = SKFontManager.Default.FontFamilies.ToList();
        var family = s_wanted.FirstOrDefault(families.Contains) ?? families.FirstOrDefault();
        if (family is null)
        {
            problem = "no font is installed; 'apt-get install fonts-dejavu-core' brings one.";
            return false;
        }

        Fonts.Default = family;
        problem = DrawsText(family) ? "" : $"the font '{family}' draws nothing.";
        return problem.Length == 0;
    }

    private static bool DrawsText(string family)
    {
        using var bitmap = new SKBitmap(100, 40);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        using var face = SKTypeface.FromFamilyName(family);
        using var font = new SKFont(face, 24);
        using var paint = new SKPaint { Color = SKColors.Black };
        canvas.DrawText("MiB", 5, 30, font, paint);
        return bitmap.Pixels.Any(pixel => pixel != SKColors.White);
    }
}
