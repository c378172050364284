using Inventory.Memory.Cli.Progress;

namespace Inventory.Memory.Cli.Doctor;

/// <summary>Lines for files and pipes.</summary>
internal static class PlainReport
{
    public static void Write(DoctorReport report)
    {
        foreach (var section in report.Sections)
        {
            Console.Out.WriteLine(section.Title);
            var label = section.Lines.Max(static line => line.Label.Length);
            var value = section.Lines.Max(static line => line.Value.Length);
            foreach (var line in section.Lines)
            {
                Console.Out.WriteLine(TerminalText.Clean($"  {line.Label.PadRight(label)}  {line.Value.PadLeft(value)}  {line.Note}"));
            }
        }

        Console.Out.WriteLine("Recommendations");
        foreach (var finding in report.Findings)
        {
            Console.Out.WriteLine(TerminalText.Clean($"  {DoctorReport.Sign(finding.Sign)}: {finding.Evidence} {finding.Remedy} [{finding.Rule}]"));
        }

        if (report.Findings.Count == 0)
        {
            Console.Out.WriteLine("  none: nothing stands out");
        }
    }
}
