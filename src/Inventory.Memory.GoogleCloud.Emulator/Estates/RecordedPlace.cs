using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>Where a recorded resource belongs, from its <c>selfLink</c>.</summary>
/// <param name="Project">Its project.</param>
/// <param name="Scope">Its zone, region, or global; the project for zones and regions themselves.</param>
internal sealed record RecordedPlace(string Project, ScopeName Scope)
{
    /// <summary>Reads <c>…/projects/P/zones/Z/things/name</c>, <c>…/regions/R/…</c>, <c>…/global/…</c> or <c>…/projects/P/zones/Z</c>.</summary>
    /// <returns>Null with a reason when the link places the resource nowhere that the collection is listed.</returns>
    public static RecordedPlace? TryRead(string? selfLink, CatalogEntry entry, out string reason)
    {
        const string Projects = "projects/";
        var start = selfLink?.IndexOf(Projects, StringComparison.Ordinal) ?? -1;
        if (start < 0)
        {
            reason = selfLink is null ? "it has no selfLink" : $"its selfLink '{selfLink}' names no project";
            return null;
        }

        var parts = selfLink![(start + Projects.Length)..].Split('/');
        if (!ProjectId.IsValid(parts[0]))
        {
            reason = $"'{parts[0]}' is a placeholder, not a project";
            return null;
        }

        var segment = entry.Segment;
        ScopeName? scope = parts switch
        {
            [_, "global", var thing, { Length: > 0 }] when thing == segment => new ScopeName(ScopeKind.Global, ""),
            [_, "zones", var zone, var thing, { Length: > 0 }] when thing == segment => new ScopeName(ScopeKind.Zone, zone),
            [_, "regions", var region, var thing, { Length: > 0 }] when thing == segment => new ScopeName(ScopeKind.Region, region),
            [_, var thing, { Length: > 0 }] when thing == segment => new ScopeName(ScopeKind.Project, ""),
            _ => null,
        };
        var listed = scope is { } place
            && ScopeName.KindsOf(entry).Contains(place.Kind)
            && (place.Location.Length == 0 || ProjectId.IsValid(place.Location));
        reason = listed ? "" : $"its selfLink '{selfLink}' is in no scope that {entry.FullName} is listed in";
        return listed ? new RecordedPlace(parts[0], scope!.Value) : null;
    }
}
