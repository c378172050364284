using System.Buffers;

namespace Inventory.Memory.Json.Scanning;

/// <summary>What may follow a backslash inside a string.</summary>
internal static class EscapeText
{
    private const int HexDigits = 4;

    private static readonly SearchValues<byte> s_hex = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    /// <summary>Whether the text begins with the rest of an escape, behind the backslash.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text) => !text.IsEmpty && text[0] switch
    {
        (byte)'n' or (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'t' or (byte)'r' or (byte)'b' or (byte)'f' => true,
        (byte)'u' => text.Length > HexDigits && !text.Slice(1, HexDigits).ContainsAnyExcept(s_hex),
        _ => false,
    };
}
