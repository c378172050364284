using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;

namespace Inventory.Memory.Benchmarks;

/// <summary>What a reading of memory costs, beside what the framework offers.</summary>
[MemoryDiagnoser]
public class MonitorBenchmarks
{
    private readonly MemoryMonitor _monitor = new();
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly MemoryGovernor _governor;

    public MonitorBenchmarks() => _governor = new MemoryGovernor(_monitor);

    [Benchmark]
    public long MonitorRecord() => _monitor.Record().RssBytes;

    [Benchmark]
    public ValueTask<GovernorDecision> GovernorCheck() =>
        _governor.CheckAsync(CollectionBoundary.Page, new CollectionProgress { Records = 500, Bytes = 2_000_000 }, CancellationToken.None);

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
        _monitor.Dispose();
    }
}
