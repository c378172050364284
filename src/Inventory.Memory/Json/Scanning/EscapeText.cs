using System.Buffers;

namespace Inventory.Memory.Json.Scanning;

/// <summary>What may follow a backslash inside a string.</summary>
internal static class EscapeText
{
    private const int HexDigits = 4;

    private static readonly SearchValues<byte> s_hex = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    /// <summary>Whether the text begins with the rest of an escape, behind the backslash, or with what can become one.</summary>
    public static bool MayBeValid(ReadOnlySpan<byte> text) => text.IsEmpty || text[0] switch
    {
        (byte)'n' or (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'t' or (byte)'r' or (byte)'b' or (byte)'f' => true,
        (byte)'u' => !text[1..Math.Min(1 + HexDigits, text.Length)].ContainsAnyExcept(s_hex),
        _ => false,
    };
}
