using System.Globalization;

namespace Inventory.Memory.Monitoring;

/// <summary>Sizes in words.</summary>
internal static class ByteSize
{
    /// <summary>MiB with one decimal: <c>41.2MiB</c>. What is typed as MB counts in 1,000, so that nothing in 1,024 may be called so.</summary>
    public static string Mb(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024.0):F1}MiB");
}
