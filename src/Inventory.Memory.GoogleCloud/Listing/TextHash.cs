using System.Runtime.InteropServices;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>64-bit FNV-1a hashes of texts, the same in every process: what a checkpoint keeps of them.</summary>
internal static class TextHash
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>Neither is part of a text: they keep <c>"ab", "c"</c> and <c>"a", "bc"</c>, and null and nothing, apart.</summary>
    private const byte End = 0xFF, Absent = 0xFE;

    public static ulong Of(params ReadOnlySpan<string?> texts)
    {
        var hash = Basis;
        foreach (var text in texts)
        {
            foreach (var part in MemoryMarshal.AsBytes(text.AsSpan()))
            {
                hash = unchecked((hash ^ part) * Prime);
            }

            hash = unchecked((hash ^ (text is null ? Absent : End)) * Prime);
        }

        return hash;
    }
}
