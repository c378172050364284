using System.Runtime.InteropServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>How a block is nested.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct BlockLevels
{
    /// <summary>The bytes whose innermost container is an object; an opening brace is in its own.</summary>
    public ulong Objects;

    /// <summary>The bytes directly in the item, not in anything inside it.</summary>
    public ulong Top;

    /// <summary>Where the item's own bracket closes, or <see cref="BlockMasks.NoPlace"/>.</summary>
    public int End;
}
