using Inventory.Memory.Diagnostics;
using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inventory.Memory.Pressure;

/// <summary>
/// Keeps memory below its limits: collects when it helps, shrinks pages and look-ahead, pauses, and in the end answers
/// that a run must stop. Several runs in one process share one. Thread-safe.
/// </summary>
public sealed partial class MemoryGovernor : IMemoryReservation
{
    private readonly Lock _lock = new();
    private readonly MemoryMonitor _monitor;
    private readonly GarbageCollector _collector;
    private readonly GcPolicy _policy;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PressureTracker _tracker;
    private readonly ReclaimLadder _ladder;
    private readonly PageSizer _pages;
    private readonly LeakDetector _leak = new();
    private readonly Reservations _reservations = new();
    private readonly long _start;
    private volatile MemoryGovernorOptions _options;
    private CollectionProgress _sinceCollection;
    private TimeSpan _collectedAt;
    private GovernorStatistics _counts;
    private long? _containerLimit;

    /// <summary>Makes a governor.</summary>
    /// <param name="monitor">Where the readings come from; owned by the caller.</param>
    /// <param name="policy">When to collect; belongs to this governor. Default: <see cref="GcPolicy.Default"/>.</param>
    /// <param name="options">Thresholds and bounds; copied.</param>
    /// <param name="timeProvider">The clock and the timer of pauses. Default: the system's.</param>
    /// <param name="logger">Told of levels, collections and stops. Default: none.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public MemoryGovernor(
        MemoryMonitor monitor,
        GcPolicy? policy = null,
        MemoryGovernorOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger? logger = null)
        : this(monitor, new GarbageCollector(), policy, options, timeProvider, logger)
    {
    }

    internal MemoryGovernor(
        MemoryMonitor monitor,
        GarbageCollector collector,
        GcPolicy? policy = null,
        MemoryGovernorOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        _monitor = monitor;
        _collector = collector;
        _policy = policy ?? GcPolicy.Default;
        _options = (options ?? new()).Snapshot();
        _time = timeProvider ?? TimeProvider.System;
        _logger = logger ?? NullLogger.Instance;
        _tracker = new(_options);
        _ladder = new(monitor, collector, _options, _time, _logger);
        _pages = new(_options.MinimumPageSize);
        _start = _time.GetTimestamp();
        GovernorInstruments.AddTo(monitor.Meter, this);
    }

    /// <summary>Gets where the readings come from; not owned.</summary>
    public MemoryMonitor Monitor => _monitor;

    /// <summary>Gets the level as of the last check.</summary>
    public PressureLevel Level
    {
        get
        {
            lock (_lock)
                return _tracker.Level;
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Answers what was done so far.</summary>
    /// <returns>Counts since the governor was made.</returns>
    public GovernorStatistics GetStatistics()
    {
        lock (_lock)
        {
            return _ladder.AddTo(_counts with
            {
                CheckTime = TimeSpan.FromTicks(Interlocked.Read(ref _checkTicks)),
                TimeNormal = _tracker.TimeAt(PressureLevel.Normal),
                TimeElevated = _tracker.TimeAt(PressureLevel.Elevated),
                TimeCritical = _tracker.TimeAt(PressureLevel.Critical),
                TimeExhausted = _tracker.TimeAt(PressureLevel.Exhausted),
            });
        }
    }

    /// <summary>Answers the page size to ask for: the wanted one, or less under pressure.</summary>
    /// <param name="requested">The wanted size, at least 1.</param>
    /// <returns>From the smaller of it and <see cref="MemoryGovernorOptions.MinimumPageSize"/> up to it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int AdaptPageSize(int requested)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requested, 1);
        lock (_lock)
            return _options.Enabled ? _pages.Apply(requested) : requested;
    }

    /// <summary>Answers how many requests may run ahead: all at level normal, half at elevated, none above.</summary>
    /// <param name="requested">The wanted number, at least 0.</param>
    /// <returns>From 0 to the wanted number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public int AllowedLookAhead(int requested)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(requested);
        return Level switch
        {
            _ when !_options.Enabled => requested,
            PressureLevel.Normal => requested,
            PressureLevel.Elevated => requested / 2,
            _ => 0,
        };
    }

    /// <summary>
    /// Asks for memory before a buffer grows. When it does not fit below <see cref="MemoryGovernorOptions.ExhaustedRatio"/>
    /// of every limit, everything that gives memory back is tried first.
    /// </summary>
    /// <param name="bytes">How much the process will hold more than before, at least 0.</param>
    /// <returns>
    /// False when it would pass a limit: then do not allocate. True: call <see cref="Release"/> when it is let go.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public bool TryReserve(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (Reserve(bytes))
            return true;

        var sample = _monitor.Latest;
        Track(sample, reclaimed: false); // large items are read between two checks: what is seen with them counts as well
        _ladder.TryClimb(PressureLevel.Critical, target: 0, last: true, ref sample);
        if (Reserve(bytes))
            return true;
        lock (_lock)
            _counts = _counts with { RefusedReservations = _counts.RefusedReservations + 1 };
        _logger.MemoryRefused(bytes, sample);
        return false;
    }

    /// <summary>Gives back what was reserved.</summary>
    /// <param name="bytes">As many as were reserved.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public void Release(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        lock (_lock)
            _reservations.Remove(bytes);
    }

    /// <summary>Registers something that can give memory back.</summary>
    /// <param name="trimmable">Trimmed from level critical on, until the result is disposed.</param>
    /// <returns>What ends the registration when disposed; owned by the caller.</returns>
    public IDisposable Register(ITrimmable trimmable)
    {
        ArgumentNullException.ThrowIfNull(trimmable);
        _ladder.Add(trimmable);
        return new Registration(_ladder, trimmable);
    }

    private bool Reserve(long bytes)
    {
        // Switched off it is only counted, so that what is released after it was switched on is not another's.
        var options = _options;
        var headroom = options.Enabled ? _monitor.SampleHeadroom(options.ExhaustedRatio) : long.MaxValue;
        lock (_lock)
            return _reservations.TryAdd(bytes, headroom);
    }

    private sealed class Registration(ReclaimLadder ladder, ITrimmable trimmable) : IDisposable
    {
        private ReclaimLadder? _ladder = ladder;

        public void Dispose() => Interlocked.Exchange(ref _ladder, null)?.Remove(trimmable);
    }
}
