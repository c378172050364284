using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using Inventory.Memory.GoogleCloud.Emulator.Estates;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Where a page begins; its token is opaque, bound to one list, and needs no memory on the server.</summary>
/// <param name="Index">The first resource of the page.</param>
/// <param name="Page">The page's number, from 0.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PagePosition(long Index, int Page)
{
    private const int TokenBytes = 20;

    public string ToToken(string listId)
    {
        Span<byte> bytes = stackalloc byte[TokenBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Index);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Page);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[12..], Checksum(listId));

        // The position must not be readable: clients that take tokens apart break against the real API.
        for (var i = 0; i < 12; i++)
        {
            bytes[i] ^= bytes[12 + (i & 7)];
        }

        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryParse(string token, string listId, out PagePosition position)
    {
        position = default;
        Span<byte> bytes = stackalloc byte[TokenBytes];
        if (token.Length > 64
            || !Base64Url.IsValid(token, out var length)
            || length != TokenBytes
            || !Base64Url.TryDecodeFromChars(token, bytes, out _))
        {
            return false;
        }

        for (var i = 0; i < 12; i++)
        {
            bytes[i] ^= bytes[12 + (i & 7)];
        }

        position = new PagePosition(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]));
        return position.Index >= 0
            && BinaryPrimitives.ReadUInt64LittleEndian(bytes[12..]) == position.Checksum(listId);
    }

    private ulong Checksum(string listId) =>
        Mixer.Mix(Mixer.Hash(listId) ^ Mixer.Mix((ulong)Index) ^ ((ulong)(uint)Page << 32));
}
