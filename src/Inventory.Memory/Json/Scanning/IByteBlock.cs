namespace Inventory.Memory.Json.Scanning;

/// <summary>Sixty-four bytes that can be compared at once; each implementation is one width of the processor's registers.</summary>
/// <typeparam name="TSelf">The implementation, a struct, so that everything is compiled for it alone.</typeparam>
internal interface IByteBlock<TSelf>
    where TSelf : struct, IByteBlock<TSelf>
{
    /// <summary>Whether <see cref="Look"/> is fast; where it is not, it is spared.</summary>
    static abstract bool CanLook { get; }

    /// <summary>A bit for each byte that is a backslash, a control character or not ASCII: all are rare in what APIs send.</summary>
    ulong Rare { get; }

    /// <summary>Takes 64 bytes, all of which must be readable.</summary>
    static abstract TSelf Load(ref readonly byte first);

    /// <summary>A bit for each byte that has the value.</summary>
    ulong Equal(byte value);

    /// <summary>A bit for each byte that has the value once some bits have been set in it.</summary>
    ulong EqualWith(byte bits, byte value);

    /// <summary>Each byte becomes what two repeated tables have in common: that of its lower half and that of its upper one.</summary>
    TSelf Look(TSelf lower, TSelf upper);

    /// <summary>A bit for each byte that has a bit in common with the other block's.</summary>
    ulong Common(TSelf other);

    /// <summary>A bit for each byte that is no greater than the value.</summary>
    ulong AtMost(byte value);
}
