using System.Globalization;

namespace Inventory.Memory.Cli.Output;

/// <summary>What a run that wrote nothing ends with, on a terminal: a line for each type that gave something.</summary>
internal static class TypeTable
{
    private static readonly string[] s_head = ["Type", "Resources", "Errors", "Bytes", "Time"];

    public static void Write(CollectionSummary summary)
    {
        var types = summary.Types;
        TypeSummary[] shown = [.. types.Where(type => type.Resources > 0 || type.Errors > 0)];
        string[][] rows =
        [
            s_head,
            .. shown.Select(type => Row(type.Collection, type.Resources, type.Errors, type.PayloadBytes, type.Elapsed)),
            Row("all", summary.Resources, summary.Errors, summary.BytesRead, summary.Elapsed),
        ];
        int[] widths = [.. Enumerable.Range(0, s_head.Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (var row in rows)
        {
            StandardError.WriteLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
        }

        if (types.Count > shown.Length)
        {
            StandardError.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{types.Count - shown.Length} more types gave neither a resource nor an error."));
        }

        StandardError.WriteLine("Nothing was written: standard output is a terminal. '-o FILE' writes the records to a file, '-o -' to the terminal or a pipe.");
    }

    private static string[] Row(string type, long resources, long errors, long bytes, TimeSpan elapsed) =>
    [
        type,
        resources.ToString("N0", CultureInfo.InvariantCulture),
        errors.ToString("N0", CultureInfo.InvariantCulture),
        bytes.ToString("N0", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:F2} s"),
    ];
}
