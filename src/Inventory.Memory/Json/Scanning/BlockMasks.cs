using System.Runtime.InteropServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>What the bytes of one block of 64 are: bit i speaks of byte i, whether inside a string or not.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct BlockMasks
{
    /// <summary>How many bytes a block has: one for each bit of a mask.</summary>
    public const int Bytes = 64;

    /// <summary>Stands for a place that is not in a block.</summary>
    public const int NoPlace = Bytes;

    public ulong Quotes;

    /// <summary>Opening brackets and braces.</summary>
    public ulong Opens;

    /// <summary>Closing ones.</summary>
    public ulong Closes;

    /// <summary>Set where the grammar is proved; so are the commas.</summary>
    public ulong Colons;
    public ulong Commas;

    /// <summary>The four kinds of white space that JSON has.</summary>
    public ulong Spaces;

    /// <summary>Backslashes, control characters and what is not ASCII.</summary>
    public ulong Rare;

    /// <summary>Only set where something is rare: most blocks are spared two stores.</summary>
    private ulong _backslashes;
    private ulong _controls;

    public ulong Backslashes
    {
        readonly get => Rare == 0 ? 0 : _backslashes;
        set => _backslashes = value;
    }

    /// <summary>Bytes below 0x20: not allowed inside a string.</summary>
    public ulong Controls
    {
        readonly get => Rare == 0 ? 0 : _controls;
        set => _controls = value;
    }
}
