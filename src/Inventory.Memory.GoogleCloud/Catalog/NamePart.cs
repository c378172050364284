namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>A piece of a name template: literal text, or a placeholder; what is optional goes away with its missing properties.</summary>
/// <param name="Literal">Text as it is; null for a placeholder.</param>
/// <param name="Placeholder">A word, or the path of a property.</param>
/// <param name="Group">0, or the number of the brackets that it stands in.</param>
internal sealed record NamePart(string? Literal, string? Placeholder, int Group);
