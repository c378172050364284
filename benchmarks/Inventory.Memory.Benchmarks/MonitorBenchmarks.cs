using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Monitoring.Linux;
using Inventory.Memory.Pressure;

namespace Inventory.Memory.Benchmarks;

/// <summary>What a reading of memory costs, beside what the framework offers.</summary>
/// <remarks>
/// BenchmarkDotNet collects before each iteration, and the first sample after a collection reads the collector's figures
/// again, for <see cref="CollectorFigures"/>' bytes: spread over too few operations (a dry or a one-operation job) they
/// look like bytes of each sample.
/// </remarks>
[MemoryDiagnoser]
public class MonitorBenchmarks
{
    private readonly MemoryMonitor _monitor = new();
    private readonly MemoryMonitor _everythingDue = new(timeProvider: new StridingTimeProvider());
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly MemoryReading _reading = new();
    private readonly ProcessProbe _rss = new("/", Environment.SystemPageSize);
    private readonly CgroupProbe _charge = new("/");
    private readonly MemoryGovernor _governor;
    private readonly long _start = Stopwatch.GetTimestamp();

    public MonitorBenchmarks() => _governor = new MemoryGovernor(_monitor);

    /// <summary>Resident memory and the container's charge, nothing else.</summary>
    [Benchmark(Baseline = true)]
    public long RssAndContainerCharge()
    {
        var now = Stopwatch.GetElapsedTime(_start);
        _rss.Poll(_reading, now, force: true);
        _charge.Poll(_reading, now, force: true);
        return _reading.Rss + _reading.ContainerCharge;
    }

    /// <summary>As a run takes it: the slow sources once a second.</summary>
    [Benchmark]
    public long MonitorRecord() => _monitor.Record().RssBytes;

    /// <summary>Every source and every part of it, limits too; once in five the cgroup is looked for again.</summary>
    [Benchmark]
    public long MonitorRecordEverySourceDue() => _everythingDue.Record().RssBytes;

    [Benchmark]
    public async ValueTask<bool> GovernorCheck() =>
        (await _governor.CheckAsync(CollectionBoundary.Page, new CollectionProgress { Records = 500, Bytes = 2_000_000 }, CancellationToken.None)).ShouldStop;

    /// <summary>What a sample adds once after each collection.</summary>
    [Benchmark]
    public long CollectorFigures() => GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;

    [Benchmark]
    public long EnvironmentWorkingSet() => Environment.WorkingSet;

    [Benchmark]
    public long ProcessWorkingSet64()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _process.Dispose();
        _rss.Dispose();
        _charge.Dispose();
        _everythingDue.Dispose();
        _monitor.Dispose();
    }

    /// <summary>A second passes between any two looks at the clock, so that everything is due at each sample.</summary>
    private sealed class StridingTimeProvider : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now++;
    }
}
