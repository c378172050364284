using System.Runtime.InteropServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>Where a wanted property's value is in its item.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct FieldRange
{
    public int Start;
    public int Length;
    public bool IsEscaped;

    /// <summary>Whether the property is there, whatever its value; only where the parser reads the item.</summary>
    public bool IsFound;

    /// <summary>The value itself, of an item that is not held.</summary>
    public byte[]? Copy;
}
