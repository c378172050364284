using System.Text;

namespace Inventory.Memory.Reliability.Matrix;

/// <summary>The matrix as the table that <c>docs/reliability.md</c> shows.</summary>
internal static class MatrixTable
{
    public static string Write(FaultMatrix matrix)
    {
        var text = new StringBuilder();
        text.AppendLine("| fault | | aggregated, first page | middle | last | scoped, first page | middle | last |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var row in FaultRows.All)
        {
            AppendRow(text, matrix, row, isOnce: true);
            AppendRow(text, matrix, row, isOnce: false);
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, FaultMatrix matrix, FaultRow row, bool isOnce)
    {
        text.Append("| ").Append(isOnce ? row.Name : "").Append(" | ").Append(isOnce ? "once" : "always").Append(" | ");
        text.AppendJoin(" | ", FaultCase.Of(row, isOnce).Select(cell => cell.Exists ? matrix[cell].ToString() : "-"));
        text.AppendLine(" |");
    }
}
