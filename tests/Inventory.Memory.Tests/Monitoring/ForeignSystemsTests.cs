using Inventory.Memory.Monitoring;
using Inventory.Memory.Monitoring.Mac;
using Inventory.Memory.Monitoring.Windows;

namespace Inventory.Memory.Tests.Monitoring;

/// <summary>The Windows and macOS probes through their seams: the calls themselves are not made here.</summary>
public sealed class ForeignSystemsTests
{
    private const long MiB = 1L << 20;

    [Fact]
    public void Record_WindowsJob_PairsCommitWithTheJobsLimit()
    {
        var api = new FakeWindows { Job = new(Used: 70 * MiB, Peak: 75 * MiB, JobLimit: 100 * MiB, ProcessLimit: 0) };
        using var monitor = new MemoryMonitor([new WindowsProbe(api)]);

        var sample = monitor.Record();

        Assert.Equal((40 * MiB, "GetProcessMemoryInfo"), (sample.RssBytes, sample.ProcessSource));
        Assert.Equal((MemoryGauge.Container, 70 * MiB, 100 * MiB), (sample.Pressing.Name, sample.Pressing.UsageBytes, sample.Pressing.LimitBytes));
        Assert.Equal(50 * MiB, monitor.GetStatistics().HighWaterBytes);
    }

    [Fact]
    public void Record_WindowsLimitPerProcess_PairsPrivateBytesWithIt()
    {
        var api = new FakeWindows { Job = new(Used: 70 * MiB, Peak: 75 * MiB, JobLimit: 1000 * MiB, ProcessLimit: 64 * MiB) };
        using var monitor = new MemoryMonitor([new WindowsProbe(api)]);

        Assert.Equal((60 * MiB, 64 * MiB), (monitor.Record().Pressing.UsageBytes, monitor.Latest.Pressing.LimitBytes));
    }

    [Fact]
    public void Record_WindowsWithoutJob_HasTheHostAlone()
    {
        using var monitor = new MemoryMonitor([new WindowsProbe(new FakeWindows())]);

        Assert.Equal((MemoryGauge.Host, null), (monitor.Record().Pressing.Name, monitor.Latest.ContainerSource));
    }

    [Fact]
    public void Record_Mac_ReadsFootprintAndHost()
    {
        using var monitor = new MemoryMonitor([new MacProbe(new FakeMac())]);

        var sample = monitor.Record();

        Assert.Equal((40 * MiB, 30 * MiB), (sample.RssBytes, sample.AnonymousBytes));
        Assert.Equal(0.75, sample.Pressing.Ratio, tolerance: 0.01);
    }

    private sealed class FakeWindows : IWindowsMemoryApi
    {
        public WindowsJobMemory? Job { get; init; }

        public bool TryGetProcess(out WindowsProcessMemory memory)
        {
            memory = new(WorkingSet: 40 * MiB, PeakWorkingSet: 50 * MiB, Private: 60 * MiB);
            return true;
        }

        public bool TryGetHost(out long total, out long available)
        {
            (total, available) = (1000 * MiB, 800 * MiB);
            return true;
        }

        public bool TryGetJob(out WindowsJobMemory memory)
        {
            memory = Job ?? default;
            return Job is not null;
        }
    }

    private sealed class FakeMac : IMacMemoryApi
    {
        public bool TryGetProcess(out long resident, out long footprint, out long peakFootprint)
        {
            (resident, footprint, peakFootprint) = (40 * MiB, 30 * MiB, 60 * MiB);
            return true;
        }

        public bool TryGetHost(out long total, out int availablePercent)
        {
            (total, availablePercent) = (1000 * MiB, 25);
            return true;
        }
    }
}
