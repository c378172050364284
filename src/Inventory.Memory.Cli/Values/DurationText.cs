using System.Globalization;

namespace Inventory.Memory.Cli.Values;

/// <summary>Durations as people write them: <c>500ms</c>, <c>30s</c>, <c>2m</c>, <c>1.5h</c>. A unit is needed.</summary>
internal static class DurationText
{
    /// <summary>False where the text is no duration above 0, or one above the bound.</summary>
    public static bool TryParse(string text, TimeSpan most, out TimeSpan duration)
    {
        duration = default;
        var digits = text.AsSpan().Trim();
        var unit = digits.TrimStart("0123456789.");
        double? milliseconds = unit switch
        {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => null,
        };
        if (milliseconds is null
            || !double.TryParse(digits[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number * milliseconds > most.TotalMilliseconds)
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds(number * milliseconds.Value);
        return duration > TimeSpan.Zero;
    }
}
