using System.Globalization;

namespace Inventory.Memory.Monitoring;

/// <summary>Sizes in words.</summary>
internal static class ByteSize
{
    /// <summary>MiB with one decimal, called MB as the guide's summary does: <c>41.2MB</c>.</summary>
    public static string Mb(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024.0):F1}MB");
}
