using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>One list method.</summary>
/// <param name="Entry">Its collection.</param>
/// <param name="Kind">Where it looks.</param>
/// <param name="Parent">The collection whose resources it is called for; null where there is none.</param>
internal sealed record Route(CatalogEntry Entry, ScopeKind Kind, CatalogEntry? Parent);
