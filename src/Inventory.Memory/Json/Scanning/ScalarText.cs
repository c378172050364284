namespace Inventory.Memory.Json.Scanning;

/// <summary>JSON's numbers and words.</summary>
internal static class ScalarText
{
    /// <summary>Whether the text is exactly one number, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    /// <param name="text">Not empty.</param>
    public static bool IsValid(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'t' => text.SequenceEqual("true"u8),
        (byte)'f' => text.SequenceEqual("false"u8),
        (byte)'n' => text.SequenceEqual("null"u8),
        _ => IsNumber(text),
    };

    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        var rest = text[0] == '-' ? text[1..] : text;
        var digits = CountDigits(rest);
        if (digits == 0 || (digits > 1 && rest[0] == '0'))
        {
            return false;
        }

        rest = rest[digits..];
        if (!rest.IsEmpty && rest[0] == '.' && !TryTakeDigits(ref rest, 1))
        {
            return false;
        }

        if (!rest.IsEmpty && rest[0] is (byte)'e' or (byte)'E' && !TryTakeDigits(ref rest, rest.Length > 1 && rest[1] is (byte)'+' or (byte)'-' ? 2 : 1))
        {
            return false;
        }

        return rest.IsEmpty;
    }

    private static bool TryTakeDigits(ref ReadOnlySpan<byte> text, int start)
    {
        var digits = CountDigits(text[start..]);
        text = text[(start + digits)..];
        return digits > 0;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit((char)text[count]))
        {
            count++;
        }

        return count;
    }
}
