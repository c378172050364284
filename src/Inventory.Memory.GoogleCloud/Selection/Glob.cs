using System.IO.Enumeration;

namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary><c>*</c> and <c>?</c>, case ignored. Linear for names as short as ours.</summary>
internal static class Glob
{
    public static bool IsMatch(string glob, string name) => FileSystemName.MatchesSimpleExpression(glob, name, ignoreCase: true);

    /// <summary>Up to three of the names that are nearest to what was typed.</summary>
    public static IEnumerable<string> Nearest(string typed, IEnumerable<string> names) => names
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .Select(name => (Name: name, Distance: Distance(typed.ToUpperInvariant(), name.ToUpperInvariant())))
        .Where(candidate => candidate.Distance <= Math.Max(2, typed.Length / 3))
        .OrderBy(candidate => candidate.Distance)
        .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
        .Take(3)
        .Select(candidate => candidate.Name);

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], cost);
            }
        }

        return row[^1];
    }
}
