using System.Diagnostics.Metrics;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Tests.Monitoring;

public sealed class MemoryInstrumentsTests
{
    private const long MiB = 1L << 20;

    [Fact]
    public void Instruments_WithAFactory_MeasureTheLastSampleUntilDisposed()
    {
        var probe = new FakeProbe
        {
            Values = static reading =>
            {
                (reading.Rss, reading.ContainerUsage, reading.ContainerWorkingSet) = (10 * MiB, 30 * MiB, 20 * MiB);
                (reading.ContainerSource, reading.OomKills, reading.LimitHits) = ("a test", 2, 0);
            },
        };
        using var factory = new OneMeterFactory();
        var monitor = new MemoryMonitor([probe], new() { LimitBytes = 40 * MiB }, meterFactory: factory);
        monitor.Record();
        var before = probe.Reads;

        var measured = factory.Measure();
        var reads = probe.Reads - before;
        monitor.Dispose();

        Assert.Equal(10 * MiB, measured["process.memory.usage"]);
        Assert.Equal(30 * MiB, measured["container.memory.usage"]);
        Assert.Equal(20 * MiB, measured["container.memory.working_set"]);
        Assert.Equal(0.25, measured["inventory.memory.ratio"]);
        Assert.Equal(40 * MiB, measured["inventory.memory.limit"]);
        Assert.Equal((2, 0), (measured["inventory.memory.container.oom_kills"], measured["inventory.memory.container.limit_hits"]));
        Assert.False(measured.ContainsKey("inventory.memory.container.unreclaimable")); // no source: no measurement
        Assert.Equal(0, reads); // a scrape costs no reading
        Assert.Empty(factory.Measure());
    }

    private sealed class OneMeterFactory : IMeterFactory
    {
        private readonly Meter _meter = new("Inventory.Memory", "test");

        public Meter Create(MeterOptions options) => _meter;

        public Dictionary<string, double> Measure()
        {
            var values = new Dictionary<string, double>(StringComparer.Ordinal);
            using var listener = new MeterListener();
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter, _meter))
                    self.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => values[instrument.Name] = value);
            listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => values[instrument.Name] = value);
            listener.Start();
            listener.RecordObservableInstruments();
            return values;
        }

        public void Dispose() => _meter.Dispose();
    }
}
