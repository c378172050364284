namespace Inventory.Memory.Cli.Values;

/// <summary>Several values as people write them: apart, or in one with commas. No id, glob, place or label has a comma.</summary>
internal static class ListText
{
    /// <summary>An empty part stays, and is refused by whoever reads it: <c>-t ,</c> must not become everything.</summary>
    public static string[] Split(string[]? values) => [.. (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries))];
}
