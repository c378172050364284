using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>The names of the places of a project, as one service gave them.</summary>
internal sealed record LocationNames(IReadOnlyList<string> Regions, IReadOnlyList<string> Zones)
{
    /// <summary>Why there may be others; null as a rule. Never thrown itself, so that it holds no stack.</summary>
    public ScopeFailedException? Failure { get; init; }

    public IEnumerable<string> All => Regions.Concat(Zones);

    /// <summary>What they hold, for a cache: for each a reference, and a string of 22 bytes and two a character, in steps of 8.</summary>
    public long Bytes => All.Sum(static name => IntPtr.Size + ((22L + (2 * name.Length) + 7) & ~7L)) + (2L * (Failure?.Message.Length ?? 0));
}
