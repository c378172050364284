using System.Text;

namespace Inventory.Memory.MemoryBenchmark.Reporting;

/// <summary>A report in the making.</summary>
internal sealed class MarkdownDocument
{
    private readonly StringBuilder _text = new();

    public void Title(string title) => _text.Append($"# {title}\n");

    public void Section(string title, Provenance provenance)
    {
        _text.Append($"\n## {title}\n");
        Paragraph($"Measured {provenance}.");
    }

    public void Heading(string title) => _text.Append($"\n### {title}\n");

    public void Paragraph(string text) => _text.Append($"\n{text}\n");

    public void Picture(string file, string caption)
    {
        if (file.Length > 0)
        {
            Paragraph($"![{caption}]({file})");
        }
    }

    public void Code(IEnumerable<string> lines) => _text.Append($"\n```\n{string.Join('\n', lines)}\n```\n");

    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        _text.Append('\n');
        Row(columns);
        Row([.. columns.Select(_ => "---")]);
        foreach (var row in rows)
        {
            Row(row);
        }
    }

    public override string ToString() => _text.ToString();

    private void Row(IReadOnlyList<string> cells) =>
        _text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
