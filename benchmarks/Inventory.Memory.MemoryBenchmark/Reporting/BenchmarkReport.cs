using Inventory.Memory.MemoryBenchmark.Parts;

namespace Inventory.Memory.MemoryBenchmark.Reporting;

/// <summary>The whole report, from whatever has been measured.</summary>
internal static class BenchmarkReport
{
    private const string FileName = "README.md";

    /// <summary>Writes the report and every picture, and answers the text.</summary>
    public static string Write(ResultFolder folder, TextWriter progress)
    {
        var document = new MarkdownDocument();
        document.Title("What was measured");
        document.Paragraph(
            "Written by a program from the JSON beside it, never by hand: `dotnet run -c Release --project benchmarks/Inventory.Memory.MemoryBenchmark -- render`. " +
            "What each table means: [docs/performance.md](../../docs/performance.md).");
        var pictures = new Pictures(folder, progress);
        foreach (var part in BenchmarkPart.All)
        {
            part.Report(folder, document, pictures);
        }

        folder.WriteText(FileName, document.ToString());
        return document.ToString();
    }

    /// <summary>One part's section, for the terminal.</summary>
    public static string Of(ResultFolder folder, BenchmarkPart part)
    {
        var document = new MarkdownDocument();
        part.Report(folder, document, new Pictures(folder, TextWriter.Null));
        return document.ToString();
    }
}
