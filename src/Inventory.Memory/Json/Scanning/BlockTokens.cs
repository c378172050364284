using System.Runtime.InteropServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>What stands in a block of 64 bytes; all but strings and quotes outside of strings.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct BlockTokens
{
    /// <summary>The bytes of strings, opening quotes included, closing ones not.</summary>
    public ulong Strings;
    public ulong Quotes;
    public ulong Opens;
    public ulong Closes;
    public ulong Colons;
    public ulong Commas;
    public ulong Spaces;

    /// <summary>The first bytes of numbers and words, and of anything that is nothing.</summary>
    public ulong ScalarStarts;

    /// <summary>The bytes right behind them.</summary>
    public ulong AfterScalars;

    /// <summary>The bytes whose innermost container is an object.</summary>
    public ulong Objects;
}
