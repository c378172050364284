using System.Globalization;
using System.Runtime.InteropServices;

namespace Inventory.Memory.MemoryBenchmark.Reporting;

/// <summary>Where results come from: enough to judge them, nothing that names a machine or a person.</summary>
internal sealed record Provenance(
    string Date, string Command, string Processor, int Cores, double MemoryGiB, string System, string Runtime, string Load)
{
    public static Provenance Now(string command) => new(
        DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        command,
        ProcessorName(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30), 1),
        RuntimeInformation.OSDescription.Split('#')[0].Trim(),
        RuntimeInformation.FrameworkDescription,
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown");

    public override string ToString() =>
        $"{Date} on {Cores} cores ({Processor}), {MemoryGiB:0.#} GiB, {System}, {Runtime}, load {Load} at the start, with `{Command}`";

    private static string ProcessorName() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
        : RuntimeInformation.ProcessArchitecture.ToString();
}
