using CsCheck;

namespace Inventory.Memory.Reliability.Fuzzing;

/// <summary>One change of a body's bytes: what networks, proxies and bad luck do, and what a parser fears.</summary>
internal sealed record Mutation(MutationKind Kind, double Where, int Length, int Token)
{
    private static readonly byte[][] s_tokens =
    [
        [0], [0xFF], [0xC3, 0x28], "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), "\""u8.ToArray(), "\\"u8.ToArray(), ","u8.ToArray(),
        ":"u8.ToArray(), "\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(), "1e99999"u8.ToArray(), "-"u8.ToArray(), "null"u8.ToArray(), "tru"u8.ToArray(),
        "\"nextPageToken\":\"x\","u8.ToArray(), "\"error\":{},"u8.ToArray(), "\"items\":[],"u8.ToArray(), "99999999999999999999"u8.ToArray(), "{\"position\":"u8.ToArray(), "<html>"u8.ToArray(), [0xEF, 0xBB, 0xBF],
        [.. Enumerable.Repeat((byte)'[', 100)], [.. Enumerable.Repeat((byte)' ', 300)],
    ];

    public static Gen<Mutation> Gen { get; } = CsCheck.Gen.Select(
        CsCheck.Gen.Int[0, 4], CsCheck.Gen.Double[0, 1], CsCheck.Gen.Int[1, 200], CsCheck.Gen.Int[0, s_tokens.Length - 1],
        (kind, where, length, token) => new Mutation((MutationKind)kind, where, length, token));

    public byte[] Apply(byte[] body)
    {
        var at = (int)(Where * body.Length);
        var end = Math.Min(at + Length, body.Length);
        return Kind switch
        {
            MutationKind.Flip when at < body.Length => [.. body[..at], (byte)(body[at] ^ Length), .. body[(at + 1)..]],
            MutationKind.Delete => [.. body[..at], .. body[end..]],
            MutationKind.Repeat => [.. body[..end], .. body[at..]],
            MutationKind.Insert => [.. body[..at], .. s_tokens[Token], .. body[at..]],
            MutationKind.Cut => body[..at],
            _ => body,
        };
    }
}
