using System.Text;

namespace Inventory.Memory.GoogleCloud.Tests.Support;

/// <summary>One answer as raw bytes, and what becomes of the connection.</summary>
internal sealed record Reply(byte[] Bytes)
{
    public int ChunkBytes { get; init; } = int.MaxValue / 2;

    public bool ThenClose { get; init; }

    public bool Reset { get; init; }

    public bool Stall { get; init; }

    public static Reply Json(string body, int status = 200, string headers = "") =>
        Of(status, $"Content-Type: application/json; charset=UTF-8\r\n{headers}", Encoding.UTF8.GetBytes(body));

    public static Reply Of(int status, string headers, byte[] body) => new(
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Scripted\r\nContent-Length: {body.Length}\r\n{headers}\r\n"), .. body]);

    /// <summary>The answer without its last bytes, and then nothing or a reset.</summary>
    public Reply CutBy(int bytes, bool reset = false) => this with { Bytes = Bytes[..^bytes], ThenClose = true, Reset = reset };
}
