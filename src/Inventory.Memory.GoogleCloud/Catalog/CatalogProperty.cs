namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>What the value of a property in a catalog's file may be.</summary>
internal enum CatalogProperty
{
    Text,
    Flag,
    Number,
    Texts,
    ByScope,

    /// <summary>JSON that is kept as it is written.</summary>
    Raw,
    Collections,
}
