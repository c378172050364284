using System.Globalization;

namespace Inventory.Memory.Cli.Values;

/// <summary>What <c>--emulate</c> asks for: so many resources in each collection, and other numbers for some.</summary>
internal sealed class EmulatedEstate
{
    /// <summary>The project that is collected where none is named.</summary>
    public const string DefaultProject = "emulated-project";

    public const long DefaultResources = 100;
    private const long MaxResources = 999_999_999;

    public long Resources { get; private set; } = DefaultResources;

    /// <summary>The projects of an organisation; null: any project is answered for.</summary>
    public int? Projects { get; private init; }

    /// <summary>As <c>name=count</c>, checked.</summary>
    public List<string> Collections { get; private init; } = [];

    public EmulatedEstate WithProjects(int? projects) => new() { Resources = Resources, Collections = Collections, Projects = projects };

    /// <summary>As it was asked for.</summary>
    public override string ToString() => string.Join(',', [Resources.ToString(CultureInfo.InvariantCulture), .. Collections]);

    /// <summary>Null where the text is not a number, <c>collection=number</c>, or several of them with commas.</summary>
    public static EmulatedEstate? Parse(string? text)
    {
        var estate = new EmulatedEstate();
        foreach (var part in text?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at == 0
                || !long.TryParse(part.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                || count > MaxResources)
            {
                return null;
            }

            if (at < 0)
            {
                estate.Resources = count;
            }
            else
            {
                estate.Collections.Add(part);
            }
        }

        return estate;
    }
}
