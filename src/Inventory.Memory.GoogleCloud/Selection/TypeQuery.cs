namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary>Which types are asked for.</summary>
/// <param name="Include">Globs; none: everything but reference data.</param>
/// <param name="Exclude">Globs of what is left out again.</param>
/// <param name="Children">Whether collections that are listed once for each resource of another are wanted.</param>
internal sealed record TypeQuery(IReadOnlyList<string> Include, IReadOnlyList<string> Exclude, bool Children);
