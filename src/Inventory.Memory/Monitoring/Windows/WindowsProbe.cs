namespace Inventory.Memory.Monitoring.Windows;

/// <summary>
/// Process, job object and machine on Windows. Not run on Windows here: tested through <see cref="IWindowsMemoryApi"/>.
/// </summary>
internal sealed class WindowsProbe(IWindowsMemoryApi api) : MemoryProbe("Windows", TimeSpan.Zero)
{
    protected override ProbeResult ReadCore(MemoryReading reading, TimeSpan now)
    {
        if (!api.TryGetProcess(out var process) || !api.TryGetHost(out var total, out var available))
            return ProbeResult.Failed;
        reading.Rss = process.WorkingSet;
        reading.Anonymous = process.Private;
        reading.HighWater = process.PeakWorkingSet;
        reading.ProcessSource = "GetProcessMemoryInfo";
        (reading.HostTotal, reading.HostAvailable) = (total, available);

        // A job limits committed memory, of all its processes or of each one: compare it with what was committed.
        if (api.TryGetJob(out var job))
            WriteJob(reading, process, job);
        else
            ClearJob(reading);
        return ProbeResult.Read;
    }

    protected override void Clear(MemoryReading reading)
    {
        (reading.Rss, reading.Anonymous, reading.HighWater, reading.ProcessSource) = (0, 0, 0, null);
        (reading.HostTotal, reading.HostAvailable) = (0, 0);
        ClearJob(reading);
    }

    private static void WriteJob(MemoryReading reading, in WindowsProcessMemory process, in WindowsJobMemory job)
    {
        reading.ContainerUsage = job.Used;
        reading.ContainerAnonymousAndKernel = reading.ContainerWorkingSet = job.Used;
        reading.ContainerHighWater = job.Peak;
        reading.ContainerSource = "job object";
        var perProcess = job.ProcessLimit > 0
            && (job.JobLimit <= 0 || (double)process.Private / job.ProcessLimit > (double)job.Used / job.JobLimit);
        (reading.ContainerCharge, reading.ContainerLimit, reading.ContainerLimitSource) = perProcess
            ? (process.Private, job.ProcessLimit, "job object ProcessMemoryLimit")
            : (job.Used, job.JobLimit, "job object JobMemoryLimit");
        reading.ContainerSmallestLimit = reading.ContainerLimit;
    }

    private static void ClearJob(MemoryReading reading)
    {
        (reading.ContainerUsage, reading.ContainerWorkingSet, reading.ContainerAnonymousAndKernel) = (0, 0, 0);
        (reading.ContainerCharge, reading.ContainerLimit, reading.ContainerHighWater) = (0, 0, 0);
        reading.ContainerSmallestLimit = 0;
        (reading.ContainerSource, reading.ContainerLimitSource) = (null, null);
    }
}
