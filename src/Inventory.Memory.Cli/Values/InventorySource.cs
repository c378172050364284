namespace Inventory.Memory.Cli.Values;

/// <summary>Who is asked for resources.</summary>
internal enum InventorySource
{
    /// <summary>Each service's own lists.</summary>
    Apis,

    /// <summary>Cloud Asset Inventory: one list for all.</summary>
    AssetInventory,
}
