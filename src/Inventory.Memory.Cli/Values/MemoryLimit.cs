using System.Globalization;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Cli.Values;

/// <summary>A ceiling: a size, or a share of what the machine allows.</summary>
internal sealed class MemoryLimit
{
    /// <summary>No .NET process is smaller: less is a unit that was forgotten, or another one.</summary>
    private const long LeastBytes = 1L << 20;

    /// <summary>1 MiB of a machine of 1 GiB.</summary>
    private const double LeastPercent = 0.1;

    private long? _bytes;
    private double? _percent;

    public required string Text { get; init; }

    public static MemoryLimit? Parse(string text)
    {
        if (text.EndsWith('%'))
        {
            return double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
                && percent is >= LeastPercent and <= 100
                ? new MemoryLimit { Text = text, _percent = percent }
                : null;
        }

        return SizeText.TryParse(text, out var bytes) && bytes >= LeastBytes ? new MemoryLimit { Text = text, _bytes = bytes } : null;
    }

    public void ApplyTo(MemoryMonitorOptions options) => (options.LimitBytes, options.LimitPercent) = (_bytes, _percent);
}
