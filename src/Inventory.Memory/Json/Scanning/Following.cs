namespace Inventory.Memory.Json.Scanning;

/// <summary>Of items only strings and nesting are followed.</summary>
internal readonly struct Following : IScanWay
{
    public static bool Proves => false;
}
