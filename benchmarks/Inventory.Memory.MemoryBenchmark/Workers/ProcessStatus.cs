using System.Globalization;

namespace Inventory.Memory.MemoryBenchmark.Workers;

/// <summary>This process's memory as the kernel tells it, read with as little of the framework as possible.</summary>
internal static class ProcessStatus
{
    /// <summary>Resident memory in bytes.</summary>
    public static long Rss() => Read("VmRSS:");

    /// <summary>The most it has been.</summary>
    public static long HighWater() => Read("VmHWM:");

    private static long Read(string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Environment.WorkingSet;
        }

        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
            {
                var number = line.AsSpan(name.Length).Trim();
                return long.Parse(number[..number.IndexOf(' ')], CultureInfo.InvariantCulture) * 1024;
            }
        }

        return 0;
    }
}
