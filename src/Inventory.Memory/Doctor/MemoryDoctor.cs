using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Doctor;

/// <summary>Says what uses this process's memory, what limits it, and what to do about it. Thread-safe.</summary>
public static class MemoryDoctor
{
    /// <summary>Looks at the process with a monitor of its own, which knows the limits that can be found.</summary>
    /// <returns>The diagnosis; reading takes about a millisecond, collects nothing and never fails.</returns>
    public static MemoryDiagnosis Examine()
    {
        using var monitor = new MemoryMonitor();
        return Examine(monitor);
    }

    /// <summary>Looks at the process through a monitor that is there already, with its limits.</summary>
    /// <param name="monitor">Where the readings come from; the sample that is taken counts in its statistics.</param>
    /// <returns>The diagnosis; reading takes about a millisecond, collects nothing and never fails.</returns>
    public static MemoryDiagnosis Examine(MemoryMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        return Examine(monitor, GcConfiguration.Read(), GC.GetGCMemoryInfo(GCKind.Any).PauseTimePercentage);
    }

    internal static MemoryDiagnosis Examine(MemoryMonitor monitor, GcConfiguration gc, double gcPausePercent)
    {
        var diagnosis = monitor.Read((reading, sample, gauges, tightest, failing) => new MemoryDiagnosis
        {
            Sample = sample,
            Gauges = gauges,
            LimitBytes = tightest.LimitBytes,
            LimitSource = tightest.LimitSource,
            HighWaterBytes = reading.HighWater,
            ContainerHighWaterBytes = reading.ContainerHighWater,
            HostTotalBytes = reading.HostTotal,
            HostSwapTotalBytes = reading.HostSwapTotal,
            HostSwapUsedBytes = Math.Max(0, reading.HostSwapTotal - reading.HostSwapFree),
            StallPercent = reading.Stall >= 0 ? reading.Stall : null,
            GcPausePercent = gcPausePercent,
            Gc = gc,
            FailingSources = failing,
        });
        diagnosis.Findings = DiagnosisRules.Apply(diagnosis);
        return diagnosis;
    }
}
