namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary>Which places are wanted. A region also means its zones.</summary>
internal sealed class LocationFilter(IReadOnlyList<string> globs)
{
    public const string Global = "global";

    public IReadOnlyList<string> Globs => globs;

    public bool WantsGlobal => globs.Any(glob => Glob.IsMatch(glob, Global));

    public bool Wants(string location) => globs.Any(glob => IsMatch(glob, location));

    /// <summary>Whether any place but <c>global</c> can be meant, so that the names must be asked for.</summary>
    public bool NeedsNames => globs.Any(glob => !string.Equals(glob, Global, StringComparison.OrdinalIgnoreCase));

    public static bool IsMatch(string glob, string location) =>
        Glob.IsMatch(glob, location) || (RegionOf(location) is { } region && Glob.IsMatch(glob, region));

    /// <summary>Every zone is named for its region, with a dash and a letter: <c>us-central1-a</c>.</summary>
    private static string? RegionOf(string location)
    {
        var dash = location.LastIndexOf('-');
        return dash > 0 && location.IndexOf('-', StringComparison.Ordinal) != dash ? location[..dash] : null;
    }
}
