using System.Globalization;

namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>Takes name templates apart.</summary>
internal static class NameParts
{
    public const string Project = "project";
    public const string Location = "location";
    public const string Parent = "parent";

    /// <summary>The item itself, where it is text and no object.</summary>
    public const string Item = ".";

    /// <exception cref="ArgumentException">The template is not well formed.</exception>
    public static List<NamePart> Parse(string template)
    {
        List<NamePart> parts = [];
        var (start, group, groups) = (0, 0, 0);
        for (var i = 0; i < template.Length; i++)
        {
            switch (template[i])
            {
                case '{':
                    AddLiteral(start, i);
                    var end = template.IndexOf('}', i);
                    if (end <= i + 1)
                    {
                        throw Bad(template, "a brace is not closed, or nothing stands in it");
                    }

                    parts.Add(new NamePart(null, template[(i + 1)..end], group));
                    (i, start) = (end, end + 1);
                    break;
                case '[' when group == 0:
                    AddLiteral(start, i);
                    (group, start) = (++groups, i + 1);
                    break;
                case ']' when group > 0:
                    AddLiteral(start, i);
                    (group, start) = (0, i + 1);
                    break;
                case '}' or '[' or ']':
                    throw Bad(template, string.Create(CultureInfo.InvariantCulture, $"its '{template[i]}' at {i} does not match"));
                default:
                    break;
            }
        }

        AddLiteral(start, template.Length);
        return group > 0 ? throw Bad(template, "a bracket is not closed") : parts;

        void AddLiteral(int from, int to)
        {
            if (to > from)
            {
                parts.Add(new NamePart(template[from..to], null, group));
            }
        }
    }

    /// <exception cref="ArgumentException">The template would give every resource of a list the same name.</exception>
    public static void ThrowIfSame(string template)
    {
        if (Parse(template).TrueForAll(part => part.Placeholder is null or Project or Location or Parent))
        {
            throw Bad(template, "no property of the resource is in it, so that all would have one name");
        }
    }

    /// <summary>The properties of the resource that a template needs, as paths.</summary>
    public static IEnumerable<string> PropertiesOf(string template) => Parse(template)
        .Select(part => part.Placeholder)
        .OfType<string>()
        .Where(placeholder => placeholder is not (Project or Location or Parent or Item));

    private static ArgumentException Bad(string template, string problem) =>
        new($"The name template '{template}' cannot be used: {problem}. Write it as projects/{{project}}/instances/{{name}}.", (string?)null);
}
