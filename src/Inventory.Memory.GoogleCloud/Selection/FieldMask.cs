namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary>A field mask relative to the resource, and what it becomes for a list call.</summary>
internal static class FieldMask
{
    private static readonly string[] s_always = ["name", "selfLink", "id"];

    /// <summary>The mask of the whole answer; null where everything is wanted.</summary>
    /// <param name="fields">Relative to the resource; null or <c>*</c>: everything.</param>
    /// <param name="itemsPath">Such as <c>items</c> or <c>items/*/instances</c>.</param>
    /// <exception cref="ArgumentException">The mask is not well formed.</exception>
    public static string? ForAnswer(string? fields, string itemsPath)
    {
        if (fields is null || fields.Trim() == "*")
        {
            return null;
        }

        var parts = Split(fields);
        var resource = string.Join(',', s_always.Where(name => !parts.Contains(name, StringComparer.Ordinal)).Concat(parts));
        return itemsPath.Contains('*', StringComparison.Ordinal)
            ? $"{itemsPath}({resource}),items/*/warning,nextPageToken,warning,unreachables"
            : $"{itemsPath}({resource}),nextPageToken,warning";
    }

    /// <summary>The parts between the commas outside parentheses.</summary>
    private static List<string> Split(string fields)
    {
        List<string> parts = [];
        var (depth, start) = (0, 0);
        for (var i = 0; i <= fields.Length; i++)
        {
            var character = i < fields.Length ? fields[i] : ',';
            depth += character switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth < 0 || (i == fields.Length && depth > 0))
            {
                throw Bad(fields, "its parentheses do not match");
            }

            if (character == ',' && depth == 0)
            {
                parts.Add(fields[start..i].Trim());
                start = i + 1;
            }
        }

        return parts.Contains("") ? throw Bad(fields, "it has an empty part") : parts;
    }

    private static ArgumentException Bad(string fields, string problem) =>
        new($"The field mask '{fields}' cannot be used: {problem}. Write it as name,labels,networkInterfaces/networkIP.", (string?)null);
}
