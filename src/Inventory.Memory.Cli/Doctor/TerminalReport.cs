using Inventory.Memory.Cli.Progress;
using Inventory.Memory.Doctor;
using Spectre.Console;

namespace Inventory.Memory.Cli.Doctor;

/// <summary>Tables for a terminal.</summary>
internal static class TerminalReport
{
    public static void Write(IAnsiConsole console, DoctorReport report)
    {
        foreach (var section in report.Sections)
        {
            var table = new Table().Border(TableBorder.None).HideHeaders()
                .AddColumn(new TableColumn("").NoWrap()).AddColumn(new TableColumn("").NoWrap().RightAligned()).AddColumn("");
            foreach (var line in section.Lines)
            {
                table.AddRow(Text(line.Label), Text(line.Value, "bold"), Text(line.Note, "grey"));
            }

            console.Write(Text(section.Title, "bold blue"));
            console.WriteLine();
            console.Write(new Padder(table, new Padding(1, 0, 0, 1)));
        }

        console.Write(Text("Recommendations", "bold blue"));
        console.WriteLine();
        WriteFindings(console, report.Findings);
    }

    private static void WriteFindings(IAnsiConsole console, IReadOnlyList<MemoryFinding> findings)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn(new TableColumn("").NoWrap()).AddColumn("");
        foreach (var finding in findings)
        {
            table.AddRow(Text(DoctorReport.Sign(finding.Sign), finding.Sign == MemorySign.Slow ? "yellow" : "red"), Text(finding.Evidence, "bold"));
            table.AddRow(Text(""), Text($"{finding.Remedy} [{finding.Rule}]"));
        }

        if (findings.Count == 0)
        {
            table.AddRow(Text("none", "green"), Text("nothing stands out"));
        }

        console.Write(new Padder(table, new Padding(1, 0, 0, 0)));
    }

    /// <summary>Paths of cgroups come from outside: nothing in them is markup or moves the cursor.</summary>
    private static Markup Text(string text, string style = "default") =>
        new($"[{style}]{Markup.Escape(TerminalText.Clean(text))}[/]");
}
