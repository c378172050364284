using System.Diagnostics.Metrics;

namespace Inventory.Memory.Monitoring;

/// <summary>
/// A monitor's last sample as metrics, under OpenTelemetry's names where it has them. Callbacks read what is there: they
/// neither sample nor throw, and answer nothing once the monitor is disposed.
/// </summary>
internal sealed class MemoryInstruments : IDisposable
{
    internal const string MeterName = "Inventory.Memory";
    private readonly MemoryMonitor _monitor;
    private readonly Meter? _owned;
    private volatile bool _disposed;

    public MemoryInstruments(MemoryMonitor monitor, IMeterFactory? factory)
    {
        _monitor = monitor;
        _owned = factory is null ? new Meter(MeterName) : null;
        Meter = _owned ?? factory!.Create(new MeterOptions(MeterName));
        Bytes("process.memory.usage", "Resident memory of the process.",
            static sample => sample.RssBytes);
        Bytes("container.memory.usage", "Memory that the container is charged for, page cache included.",
            static sample => sample.ContainerUsageBytes);
        Bytes("container.memory.working_set", "The container's usage without inactive page cache.",
            static sample => sample.ContainerWorkingSetBytes);
        Bytes("inventory.memory.container.unreclaimable", "Anonymous and kernel memory of the container.",
            static sample => sample.ContainerAnonymousAndKernelBytes);
        Bytes("inventory.memory.swap", "Memory of the process in swap.",
            static sample => sample.SwapBytes);
        Events("inventory.memory.container.limit_hits", "{hit}", "Times that the container ran into its limit.",
            static sample => sample.ContainerLimitHits);
        Events("inventory.memory.container.oom_kills", "{process}", "Processes of the container that the kernel has killed for want of memory.",
            static sample => sample.ContainerOomKills);
        Bytes("inventory.memory.heap", "Managed heap, garbage included.",
            static sample => sample.HeapBytes);
        Bytes("inventory.memory.committed", "Memory committed by the garbage collector.",
            static sample => sample.CommittedBytes);
        Meter.CreateObservableGauge("inventory.memory.stall", Stall, "%",
            "Share of the last 10 s in which a task waited for memory.");
        Meter.CreateObservableGauge("inventory.memory.ratio", Ratios, "1", "Usage divided by limit, for each gauge.");
        Meter.CreateObservableGauge("inventory.memory.limit", Limits, "By", "Limit of each gauge.");
    }

    public Meter Meter { get; }

    public void Dispose()
    {
        _disposed = true;
        _owned?.Dispose();
    }

    private void Bytes(string name, string description, Func<MemorySample, long> value) =>
        Meter.CreateObservableUpDownCounter(name, () => Known(value), "By", description);

    private void Events(string name, string unit, string description, Func<MemorySample, long> value) =>
        Meter.CreateObservableCounter(name, () => _disposed || _monitor.Latest is not { ContainerSource: not null } sample ? [] : new Measurement<long>[] { new(value(sample)) }, unit, description);

    /// <summary>A source that did not tell gives no measurement: 0 would look like one.</summary>
    private Measurement<long>[] Known(Func<MemorySample, long> value) =>
        !_disposed && value(_monitor.Latest) is var bytes and > 0 ? [new(bytes)] : [];

    private Measurement<double>[] Stall() => _disposed ? [] : [new(_monitor.Latest.StallPercent)];

    private IEnumerable<Measurement<double>> Ratios() =>
        Gauges().Select(static gauge => new Measurement<double>(gauge.Ratio, Tag(gauge)));

    private IEnumerable<Measurement<long>> Limits() =>
        Gauges().Select(static gauge => new Measurement<long>(gauge.LimitBytes, Tag(gauge)));

    private IReadOnlyList<MemoryGauge> Gauges() => _disposed ? [] : _monitor.GetGauges();

    private static KeyValuePair<string, object?> Tag(MemoryGauge gauge) => new("inventory.memory.gauge", gauge.Name);
}
