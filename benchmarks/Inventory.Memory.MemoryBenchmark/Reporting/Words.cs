namespace Inventory.Memory.MemoryBenchmark.Reporting;

/// <summary>Figures in words.</summary>
internal static class Words
{
    public static double InMiB(double bytes) => bytes / (1 << 20);

    public static string MiB(double bytes) => $"{InMiB(bytes):0.0} MiB";

    public static string Limit(long mebibytes) => mebibytes >= 1024 ? $"{mebibytes / 1024} GiB" : $"{mebibytes} MiB";

    public static string Seconds(double seconds) => $"{seconds:0.00} s";

    public static string Times(double ratio) => $"{ratio:0.00} x";

    public static string Count(long number) => number.ToString("#,0");

    public static string Signed(double bytes) => $"{(bytes < 0 ? "-" : "+")}{MiB(Math.Abs(bytes))}";
}
