namespace Inventory.Memory.Json.Scanning;

/// <summary>Sixty-four bytes that can be compared at once; each implementation is one width of the processor's registers.</summary>
/// <typeparam name="TSelf">The implementation, a struct, so that everything is compiled for it alone.</typeparam>
internal interface IByteBlock<TSelf>
    where TSelf : struct, IByteBlock<TSelf>
{
    /// <summary>A bit for each byte that has its top bit set.</summary>
    ulong TopBits { get; }

    /// <summary>Takes 64 bytes, all of which must be readable.</summary>
    static abstract TSelf Load(ref readonly byte first);

    /// <summary>A bit for each byte that has the value.</summary>
    ulong Equal(byte value);

    /// <summary>A bit for each byte that has the value once some bits have been set in it.</summary>
    ulong EqualWith(byte bits, byte value);

    /// <summary>
    /// Sets the top bit where a byte of this block is a backslash, a control character or not ASCII, all of which are rare in
    /// what APIs send; leaves it where it was set already. So one look tells of many blocks that there is no such byte.
    /// </summary>
    TSelf AddRare(TSelf sum);

    /// <summary>A bit for each byte that is no greater than the value.</summary>
    ulong AtMost(byte value);
}
