using System.Text.Json;
using System.Text.RegularExpressions;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>
/// A list's filter, as far as it consists of comparisons with AND between them: <c>name=x</c>, <c>labels.env:prod</c>,
/// <c>status!=RUNNING</c>. Google's languages have more; what is not understood is refused and never passed over.
/// </summary>
internal sealed partial class ListFilter
{
    private const string Has = ":", Differs = "!=", Anything = "*";

    private readonly (string[] Path, string Operator, string Value)[] _comparisons;

    private ListFilter((string[] Path, string Operator, string Value)[] comparisons) => _comparisons = comparisons;

    /// <param name="text">As given; empty is no filter.</param>
    /// <param name="filter">What was read; null for no filter.</param>
    /// <returns>Whether all of it is understood.</returns>
    public static bool TryParse(string text, out ListFilter? filter)
    {
        filter = null;
        if (text.Length == 0)
        {
            return true;
        }

        List<(string[], string, string)> comparisons = [];
        var at = 0;
        while (at < text.Length)
        {
            var match = Comparison().Match(text, at);
            if (!match.Success || Value(match) is not { } value || (value == Anything && match.Groups["operator"].Value != Has))
            {
                return false;
            }

            comparisons.Add((match.Groups["path"].Value.Split('.'), match.Groups["operator"].Value, value));
            at += match.Length;
        }

        filter = new ListFilter([.. comparisons]);
        return true;
    }

    public bool Takes(JsonElement resource) => Array.TrueForAll(_comparisons, comparison => comparison.Operator == Differs
        ? !IsMet(resource, comparison.Path, "=", comparison.Value)
        : IsMet(resource, comparison.Path, comparison.Operator, comparison.Value));

    private static string? Value(Match match) =>
        match.Groups["quoted"] is { Success: true } quoted ? quoted.Value
        : match.Groups["plain"].Value is var plain && (plain == Anything || !plain.Contains('*', StringComparison.Ordinal)) ? plain
        : null;

    /// <summary>Of a list any element will do.</summary>
    private static bool IsMet(JsonElement value, ReadOnlySpan<string> path, string comparison, string expected)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in value.EnumerateArray())
            {
                if (IsMet(element, path, comparison, expected))
                {
                    return true;
                }
            }

            return false;
        }

        return path.Length > 0
            ? value.ValueKind == JsonValueKind.Object && value.TryGetProperty(path[0], out var below) && IsMet(below, path[1..], comparison, expected)
            : IsMet(value, comparison, expected);
    }

    private static bool IsMet(JsonElement value, string comparison, string expected) => comparison == Has
        ? expected == Anything
            || (value.ValueKind == JsonValueKind.Object ? value.TryGetProperty(expected, out _) : Text(value).Contains(expected, StringComparison.Ordinal))
        : Text(value) == expected;

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    [GeneratedRegex("""\G\s*(?<path>[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*)\s*(?<operator>!=|=|:)\s*("(?<quoted>[^"\\]*)"|(?<plain>[^\s"()<>=!:,]+))(\s+AND(?=\s)(?!\s*$)|\s+(?!AND\b|OR\b|NOT\b)|\s*$)""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Comparison();
}
