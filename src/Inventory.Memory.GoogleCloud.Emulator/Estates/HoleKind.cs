namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>What is written into a hole of a template for each resource; every kind has a fixed width.</summary>
internal enum HoleKind
{
    /// <summary>The resource's number, 9 digits.</summary>
    Index,

    /// <summary>A numeric id, 19 digits, different for every resource of a project.</summary>
    Id,

    /// <summary>Digits that look like chance.</summary>
    Digits,

    /// <summary>Hexadecimal digits that look like chance.</summary>
    Hex,

    /// <summary>A time as Compute writes it, 29 characters.</summary>
    Time,
}
