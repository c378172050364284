using System.Globalization;

namespace Inventory.Memory.Cli.Values;

/// <summary>Sizes as people write them: <c>64MiB</c> and <c>64Mi</c> count in 1,024, <c>64MB</c> and <c>64M</c> in 1,000.</summary>
internal static class SizeText
{
    private const string Prefixes = "KMGT";

    /// <summary>Answers bytes; false where the text is no size above 0.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var digits = text.AsSpan().Trim();
        var unit = digits.TrimStart("0123456789.");
        digits = digits[..^unit.Length];
        if (!TryParseUnit(unit.Trim(), out var factor)
            || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > long.MaxValue / factor)
        {
            return false;
        }

        bytes = (long)(number * factor);
        return bytes > 0;
    }

    private static bool TryParseUnit(ReadOnlySpan<char> unit, out long factor)
    {
        factor = 1;
        if (unit is "" or "B" or "b")
        {
            return true;
        }

        var power = Prefixes.IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal) + 1;
        long? thousand = unit[1..] switch
        {
            "" or "B" or "b" => 1000,
            "i" or "iB" or "ib" or "I" or "IB" => 1024,
            _ => null,
        };
        for (var i = 0; i < power; i++)
        {
            factor *= thousand ?? 1;
        }

        return power > 0 && thousand is not null;
    }
}
