namespace Inventory.Memory.Cli.Commands;

/// <summary>What somebody may have meant who wrote a name that there is not.</summary>
internal static class NearestName
{
    /// <summary>A name that begins like what was written, or differs from it in at most a third of its characters; null: there is none.</summary>
    public static string? Find(string written, IEnumerable<string> names)
    {
        var candidates = names
            .Select(name => (Name: name, Distance: name.StartsWith(written, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(written, name)))
            .Where(candidate => candidate.Distance <= Math.Max(1, candidate.Name.TrimStart('-').Length / 3));
        return candidates.OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name.Length).FirstOrDefault().Name;
    }

    /// <summary>How many characters to insert, to leave out, to replace or to exchange with their neighbour; case is ignored.</summary>
    private static int Distance(string left, string right)
    {
        var cost = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1,
                    cost[i - 1, j - 1] + (IsSame(left[i - 1], right[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && IsSame(left[i - 1], right[j - 2]) && IsSame(left[i - 2], right[j - 1]))
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[left.Length, right.Length];
    }

    private static bool IsSame(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
