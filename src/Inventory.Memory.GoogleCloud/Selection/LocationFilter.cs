namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary>Which places are wanted, and which of these any service has been seen to know. A region also means its zones.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class LocationFilter(IReadOnlyList<string> globs)
{
    public const string Global = "global";

    /// <summary>Places that storage and databases have, and Compute Engine has not.</summary>
    private static readonly string[] s_multiRegions = ["us", "eu", "europe", "asia", "eur3", "eur4", "eur5", "eur6", "nam3", "nam5", "nam7", "nam9", "nam4", "asia1"];

    /// <summary>For each glob whether a service has a place that it matches; never taken back.</summary>
    private readonly bool[] _areKnown = [.. globs.Select(glob => IsMultiRegion(glob) || Glob.IsMatch(glob, Global))];

    /// <summary>The globs that match nothing of what services have said that they have.</summary>
    public IEnumerable<string> Unknown => globs.Where((_, i) => !Volatile.Read(ref _areKnown[i]));

    public bool WantsGlobal => globs.Any(glob => Glob.IsMatch(glob, Global));

    public bool Wants(string location) => globs.Any(glob => IsMatch(glob, location));

    /// <summary>Whether any place but <c>global</c> can be meant, so that the names must be asked for.</summary>
    public bool NeedsNames => globs.Any(glob => !string.Equals(glob, Global, StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes in which places a service has.</summary>
    public void AddKnown(IEnumerable<string> locations)
    {
        for (var i = 0; i < globs.Count; i++)
        {
            if (!Volatile.Read(ref _areKnown[i]) && locations.Any(location => IsMatch(globs[i], location)))
            {
                Volatile.Write(ref _areKnown[i], true);
            }
        }
    }

    /// <summary>Whether the glob can mean a place that Compute Engine does not have.</summary>
    public static bool IsMultiRegion(string glob) => s_multiRegions.Any(name => Glob.IsMatch(glob, name));

    public static bool IsMatch(string glob, string location) =>
        Glob.IsMatch(glob, location) || (RegionOf(location) is { } region && Glob.IsMatch(glob, region));

    /// <summary>Every zone is named for its region, with a dash and a letter: <c>us-central1-a</c>.</summary>
    private static string? RegionOf(string location)
    {
        var dash = location.LastIndexOf('-');
        return dash > 0 && location.IndexOf('-', StringComparison.Ordinal) != dash ? location[..dash] : null;
    }
}
