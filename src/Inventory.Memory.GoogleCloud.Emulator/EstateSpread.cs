namespace Inventory.Memory.GoogleCloud.Emulator;

/// <summary>How generated resources are spread over zones, regions and locations.</summary>
public enum EstateSpread
{
    /// <summary>As estates are: most in a few places, little in most, nothing in some.</summary>
    Natural,

    /// <summary>The same number in each place, but for one.</summary>
    Even,
}
