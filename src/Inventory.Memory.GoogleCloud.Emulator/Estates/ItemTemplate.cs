using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>A resource's compact JSON with placeholders: <c>{project}</c>, <c>{scope}</c>, <c>{n}</c>, <c>{x8}</c> …</summary>
/// <remarks>
/// Two steps make it fast: project and scope are filled in once for a run of resources (<see cref="Bake"/>), the rest has
/// a fixed width and is patched into a copy of the result.
/// </remarks>
internal sealed partial class ItemTemplate(string text)
{
    private readonly (string Literal, string Placeholder)[] _parts = Split(text);

    /// <summary>Whether the items are text and no objects.</summary>
    public bool IsText => text.StartsWith('"');

    public BakedTemplate Bake(string project, ScopeName scope, Locations locations, string parent = "")
    {
        var bytes = new List<byte>(text.Length + 512);
        var holes = new List<TemplateHole>();
        foreach (var (literal, placeholder) in _parts)
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(literal));
            if (Hole(placeholder, bytes.Count, holes.Count) is { } hole)
            {
                holes.Add(hole);
                bytes.AddRange(Enumerable.Repeat((byte)'0', hole.Width));
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(Fixed(placeholder, project, scope, locations, parent)));
            }
        }

        return new BakedTemplate([.. bytes], [.. holes]);
    }

    private static TemplateHole? Hole(string placeholder, int offset, int salt) => placeholder switch
    {
        "n" => new TemplateHole(HoleKind.Index, offset, 9, salt),
        "id" => new TemplateHole(HoleKind.Id, offset, 19, salt),
        "t" => new TemplateHole(HoleKind.Time, offset, 29, salt),
        ['d', .. var width] => new TemplateHole(HoleKind.Digits, offset, int.Parse(width, CultureInfo.InvariantCulture), salt),
        ['x', .. var width] => new TemplateHole(HoleKind.Hex, offset, int.Parse(width, CultureInfo.InvariantCulture), salt),
        _ => null,
    };

    private static string Fixed(string placeholder, string project, ScopeName scope, Locations locations, string parent) => placeholder switch
    {
        "" => "",
        "project" => project,
        "location" => scope.Location.Length > 0 ? scope.Location : "global",
        "parent" or "node" => parent,
        "parentNumber" => parent[Math.Max(0, parent.Length - 9)..],
        "scope" => scope.Key,
        "region" => Region(scope),
        "zone" => scope.Kind == ScopeKind.Zone ? scope.Location : locations.FirstZone(Region(scope)),
        _ => throw new InvalidOperationException($"Unknown placeholder '{placeholder}' in a template."),
    };

    private static string Region(ScopeName scope) => scope.Kind switch
    {
        ScopeKind.Zone => Locations.RegionOf(scope.Location),
        ScopeKind.Global => "us-central1",
        _ => scope.Location,
    };

    private static (string Literal, string Placeholder)[] Split(string text)
    {
        var parts = new List<(string, string)>();
        var start = 0;
        foreach (var match in Placeholder().EnumerateMatches(text))
        {
            parts.Add((text[start..match.Index], text.Substring(match.Index + 1, match.Length - 2)));
            start = match.Index + match.Length;
        }

        parts.Add((text[start..], ""));
        return [.. parts];
    }

    [GeneratedRegex(@"\{(project|location|parent|node|parentNumber|scope|region|zone|n|id|t|d\d+|x\d+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
