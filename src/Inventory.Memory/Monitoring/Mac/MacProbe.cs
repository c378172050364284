namespace Inventory.Memory.Monitoring.Mac;

/// <summary>Process and machine on macOS. Not run on macOS here: tested through <see cref="IMacMemoryApi"/>.</summary>
internal sealed class MacProbe(IMacMemoryApi api) : MemoryProbe("macOS", TimeSpan.Zero)
{
    protected override ProbeResult ReadCore(MemoryReading reading, TimeSpan now)
    {
        if (!api.TryGetProcess(out var resident, out var footprint, out var peakFootprint))
            return ProbeResult.Failed;
        reading.Rss = resident;
        reading.Anonymous = footprint; // what Activity Monitor shows: compressed memory included
        reading.HighWater = peakFootprint;
        reading.ProcessSource = "proc_pid_rusage";
        (reading.HostTotal, reading.HostAvailable) = api.TryGetHost(out var total, out var availablePercent)
            ? (total, total / 100 * Math.Clamp(availablePercent, 0, 100))
            : (0, 0);
        return ProbeResult.Read;
    }

    protected override void Clear(MemoryReading reading)
    {
        (reading.Rss, reading.Anonymous, reading.HighWater, reading.ProcessSource) = (0, 0, 0, null);
        (reading.HostTotal, reading.HostAvailable) = (0, 0);
    }
}
