using System.Diagnostics.Metrics;
using Inventory.Memory.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inventory.Memory.Monitoring;

/// <summary>
/// Reads the memory of this process, its container and its host, and keeps statistics of it in fixed memory.
/// Thread-safe. Sampling never throws: a source that fails is logged, left out, and tried again later.
/// </summary>
/// <remarks>
/// Linux: <c>/proc</c>, cgroup v1, v2 and hybrid, pressure stall information. Windows and macOS have sources of their
/// own, which have not been run on those systems yet.
/// </remarks>
public sealed partial class MemoryMonitor : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MemoryProbe[] _probes;
    private readonly MemoryReading _reading = new();
    private readonly GaugeBoard _gauges;
    private readonly SampleAccumulator _total = new();
    private readonly MemoryInstruments _instruments;
    private readonly long _start;
    private MemoryMonitorOptions _options;
    private MemorySample _latest;
    private bool _disposed;

    /// <summary>
    /// Makes a monitor of this process. It reads nothing by itself until <see cref="StartSampling"/>.
    /// </summary>
    /// <param name="options">Limits and interval; copied. Default: no limit but those that are found.</param>
    /// <param name="timeProvider">The clock and the timer. Default: the system's.</param>
    /// <param name="logger">Told of sources that fail and of the summary. Default: none.</param>
    /// <param name="meterFactory">
    /// Makes the meter <c>Inventory.Memory</c>. Default: a meter owned by this monitor.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public MemoryMonitor(
        MemoryMonitorOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger? logger = null,
        IMeterFactory? meterFactory = null)
        : this(MemoryProbes.ForThisSystem(), options, timeProvider, logger, meterFactory)
    {
    }

    internal MemoryMonitor(
        IReadOnlyList<MemoryProbe> probes,
        MemoryMonitorOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger? logger = null,
        IMeterFactory? meterFactory = null)
    {
        _probes = [.. probes]; // an array: going through a list by its interface allocates
        _options = (options ?? new()).Snapshot();
        _time = timeProvider ?? TimeProvider.System;
        _logger = logger ?? NullLogger.Instance;
        _gauges = new(_options);
        _start = _time.GetTimestamp();
        _instruments = new(this, meterFactory);
    }

    /// <summary>Gets the last sample; the default value before the first.</summary>
    public MemorySample Latest
    {
        get
        {
            lock (_lock)
                return _latest;
        }
    }

    /// <summary>
    /// Takes one sample now. Allocates nothing unless a garbage collection has run since the last one; about 5 us, and
    /// about 100 us once a second when the slow sources are due as well.
    /// </summary>
    /// <returns>The sample, which also counts in the statistics.</returns>
    /// <exception cref="ObjectDisposedException">The monitor is disposed.</exception>
    public MemorySample Record()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Sample(force: false);
    }

    /// <summary>
    /// Reads every source, also the slow ones, and answers the statistics since the monitor was made.
    /// </summary>
    /// <returns>A copy that does not change.</returns>
    public MemoryStatistics GetStatistics()
    {
        using (Enter())
        {
            SampleLocked(force: true);
            return _total.ToStatistics(_reading, _gauges.Tightest);
        }
    }

    /// <summary>Answers every gauge that has a limit, as of the last sample.</summary>
    /// <returns>A copy that does not change.</returns>
    public IReadOnlyList<MemoryGauge> GetGauges()
    {
        lock (_lock)
            return _gauges.ToArray();
    }

    /// <summary>Logs the line <c>Memory Summary - Peak: …, Avg: …, Min: …</c> at Information.</summary>
    public void LogSummary()
    {
        if (_logger.IsEnabled(LogLevel.Information))
            _logger.MemorySummary(GetStatistics());
    }

    /// <summary>Ends background sampling and closes the sources. Statistics stay readable.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            _timer?.Dispose();
            foreach (var probe in _probes)
                probe.Dispose();
        }

        _following?.Dispose();
        _instruments.Dispose();
    }

    /// <summary>Gets the meter, for the governor's instruments.</summary>
    internal Meter Meter => _instruments.Meter;

    /// <summary>Takes a sample, from every source if asked; after disposal answers the last one.</summary>
    internal MemorySample Sample(bool force)
    {
        using (Enter())
        {
            SampleLocked(force);
            return _latest;
        }
    }

    /// <summary>
    /// The last sample where it is recent and far from every limit: then a look at the clock will do. Else a new one.
    /// </summary>
    /// <param name="recent">How old it may be below half of every limit; up to <paramref name="near"/> a quarter of that.</param>
    /// <param name="near">From this ratio on it may not be old at all.</param>
    internal MemorySample Glance(TimeSpan recent, double near)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using (Enter())
        {
            var mayBeOld = _latest.Pressing.Ratio switch
            {
                < FarBelow => recent,
                var ratio when ratio < near => recent / 4,
                _ => TimeSpan.Zero,
            };
            if (_total.LastAt is not { } last || _time.GetElapsedTime(_start) - last >= mayBeOld)
                SampleLocked(force: false);
            return _latest;
        }
    }

    /// <summary>Reads every source, and hands out what is known while nothing changes it.</summary>
    internal T Read<T>(Func<MemoryReading, MemorySample, MemoryGauge[], MemoryGauge, string[], T> read)
    {
        using (Enter())
        {
            SampleLocked(force: true);
            string[] failing = [.. _probes.Where(static probe => probe.IsFailing).Select(static probe => probe.Name)];
            return read(_reading, _latest, _gauges.ToArray(), _gauges.Tightest, failing);
        }
    }

    /// <summary>A fresh look at how much may be added before a gauge passes the share of its limit.</summary>
    internal long SampleHeadroom(double share)
    {
        using (Enter())
        {
            SampleLocked(force: false);
            return _gauges.Headroom(share);
        }
    }

    private static MemorySample ToSample(MemoryReading reading, DateTimeOffset timestamp, in MemoryGauge pressing) => new()
    {
        Timestamp = timestamp,
        RssBytes = reading.Rss,
        AnonymousBytes = reading.Anonymous,
        SwapBytes = reading.Swap,
        MajorFaults = reading.MajorFaults,
        ContainerUsageBytes = reading.ContainerUsage,
        ContainerWorkingSetBytes = reading.ContainerWorkingSet,
        ContainerAnonymousAndKernelBytes = reading.ContainerAnonymousAndKernel,
        ContainerLimitBytes = reading.ContainerSmallestLimit,
        ContainerLimitHits = reading.LimitHits,
        ContainerOomKills = reading.OomKills,
        HeapBytes = reading.Heap,
        HeapAfterCollectionBytes = reading.HeapAfterCollection,
        CommittedBytes = reading.Committed,
        FragmentedBytes = reading.Fragmented,
        HostAvailableBytes = reading.HostAvailable,
        StallPercent = Math.Max(0, reading.Stall),
        Pressing = pressing,
        ProcessSource = reading.ProcessSource,
        ContainerSource = reading.ContainerSource,
    };
}
