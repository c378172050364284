namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>The names of the places of a project, as one answer gave them.</summary>
internal sealed record LocationNames(IReadOnlyList<string> Regions, IReadOnlyList<string> Zones)
{
    /// <summary>What they hold, for a cache: for each a reference, and a string of 22 bytes and two a character, in steps of 8.</summary>
    public long Bytes => Regions.Concat(Zones).Sum(static name => IntPtr.Size + ((22L + (2 * name.Length) + 7) & ~7L));
}
