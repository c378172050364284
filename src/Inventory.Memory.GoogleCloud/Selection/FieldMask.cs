namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary>A field mask relative to the resource, and what it becomes for a list call.</summary>
internal static class FieldMask
{
    /// <summary>Throws where a mask is not well formed.</summary>
    /// <exception cref="ArgumentException">The mask is not well formed.</exception>
    public static void ThrowIfBad(string? fields)
    {
        if (!IsEverything(fields))
        {
            Split(fields!);
        }
    }

    /// <summary>The mask of the whole answer; null where everything is wanted.</summary>
    /// <param name="fields">Relative to the resource; null or <c>*</c>: everything.</param>
    /// <param name="always">Properties of the resource that always come: its name is made of them.</param>
    /// <param name="itemsPath">Such as <c>items</c> or <c>items/*/instances</c>; null where the answer is the resource itself.</param>
    /// <param name="envelope">What else of the answer is needed: the token of the next page, and what says that something is missing.</param>
    /// <exception cref="ArgumentException">The mask is not well formed.</exception>
    public static string? ForAnswer(string? fields, IEnumerable<string> always, string? itemsPath, IEnumerable<string> envelope)
    {
        if (IsEverything(fields))
        {
            return null;
        }

        var parts = Split(fields!);
        var resource = string.Join(',', always.Where(name => !parts.Contains(name, StringComparer.Ordinal)).Concat(parts));
        return itemsPath is null ? resource : string.Join(',', envelope.Prepend($"{itemsPath}({resource})"));
    }

    private static bool IsEverything(string? fields) => fields is null || fields.Trim() == "*";

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
