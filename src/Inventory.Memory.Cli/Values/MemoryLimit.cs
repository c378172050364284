using System.Globalization;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Cli.Values;

/// <summary>A ceiling: a size, or a share of what the machine allows.</summary>
internal sealed class MemoryLimit
{
    private long? _bytes;
    private double? _percent;

    public required string Text { get; init; }

    public static MemoryLimit? Parse(string text)
    {
        if (text.EndsWith('%'))
        {
            return double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
                && percent is > 0 and <= 100
                ? new MemoryLimit { Text = text, _percent = percent }
                : null;
        }

        return SizeText.TryParse(text, out var bytes) ? new MemoryLimit { Text = text, _bytes = bytes } : null;
    }

    public void ApplyTo(MemoryMonitorOptions options) => (options.LimitBytes, options.LimitPercent) = (_bytes, _percent);
}
