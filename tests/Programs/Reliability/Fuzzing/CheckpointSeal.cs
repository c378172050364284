using System.Security.Cryptography;
using System.Text;

namespace Inventory.Memory.Reliability.Fuzzing;

/// <summary>A checkpoint's header, made for whatever content: mutations under a checksum that is right.</summary>
internal static class CheckpointSeal
{
    public static byte[] Content(byte[] checkpoint) => checkpoint[(Array.IndexOf(checkpoint, (byte)'\n') + 1)..^1];

    public static byte[] Seal(byte[] content) =>
    [
        .. Encoding.UTF8.GetBytes($"{{\"format\":\"inventory-memory-checkpoint\",\"version\":1,\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"}}\n"),
        .. content,
        (byte)'\n',
    ];
}
