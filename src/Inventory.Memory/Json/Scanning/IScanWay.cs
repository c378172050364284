namespace Inventory.Memory.Json.Scanning;

/// <summary>How much of an item is looked at; known when code is compiled, so that each way is compiled for itself.</summary>
internal interface IScanWay
{
    /// <summary>Whether the whole grammar is proved, and not only strings and nesting followed.</summary>
    static abstract bool Proves { get; }
}
