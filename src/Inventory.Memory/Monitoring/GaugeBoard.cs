using System.Globalization;

namespace Inventory.Memory.Monitoring;

/// <summary>
/// Pairs each usage with its own limit and finds what presses. Guarded by the monitor's lock; allocates nothing.
/// </summary>
internal sealed class GaugeBoard(MemoryMonitorOptions options)
{
    private const int User = 0, Container = 1, Gc = 2, AddressSpace = 3, Host = 4;

    /// <summary>A host that others have filled must not hide a ceiling of ours that is about to be reached.</summary>
    private const double HostRanksUpTo = 0.9;

    /// <summary>
    /// What a container must have left for what nobody asks for: the collector's next generation 0 (256 KiB), stacks, page
    /// tables, the writer's stretch of a changed copy, the kernel's own count, which it keeps ahead by 32 pages for each
    /// processor. 5 % of 4 MiB are not that, and the kernel kills.
    /// </summary>
    private const long LeastMargin = 1L << 20;

    private readonly MemoryGauge[] _gauges = new MemoryGauge[5];
    /// <summary>An application sets it by an option, the tool by an argument: it has no name that fits both.</summary>
    private const string SetSource = "the limit that was set";

    private long _smallestContainerLimit;
    private long _mapped;
    private long _percentOf;
    private string? _percentSource;

    /// <summary>Gets or sets what the user wants; valid from the next update on.</summary>
    public MemoryMonitorOptions Options { get; set; } = options;

    /// <summary>Gets the gauge with the highest ratio; the default value when none has a limit.</summary>
    public MemoryGauge Pressing { get; private set; }

    /// <summary>Gets the gauge with the lowest limit.</summary>
    public MemoryGauge Tightest { get; private set; }

    public void Update(MemoryReading reading)
    {
        (_smallestContainerLimit, _mapped) = (reading.ContainerSmallestLimit, reading.ContainerMapped);
        _gauges[Container] = Gauge(
            MemoryGauge.Container, reading.ContainerCharge, reading.ContainerLimit, reading.ContainerLimitSource);
        _gauges[AddressSpace] = Gauge(
            MemoryGauge.AddressSpace, reading.AddressSpace, reading.AddressSpaceLimit, "RLIMIT_AS");
        _gauges[Host] = Gauge(
            MemoryGauge.Host, reading.HostTotal - reading.HostAvailable, reading.HostTotal, "host memory");
        _gauges[Gc] = Gauge(MemoryGauge.Gc, reading.Committed, HardLimit(reading), "garbage collector's hard limit");
        var (limit, source) = UserLimit();
        _gauges[User] = Gauge(MemoryGauge.User, reading.Rss, limit, source);
        Rank();
    }

    /// <summary>
    /// Bytes that may be added before the first gauge passes the given share of its limit; can be negative.
    /// </summary>
    /// <remarks>
    /// The host is no ceiling that we keep: there, whatever is available may be used. In a container the mapped files that it
    /// is charged for stay out of it: the kernel could drop them, but they are the program, which would read itself from the
    /// disk again and again.
    /// </remarks>
    public long Headroom(double share)
    {
        var headroom = long.MaxValue;
        for (var i = 0; i < _gauges.Length; i++)
        {
            ref readonly var gauge = ref _gauges[i];
            if (gauge.LimitBytes <= 0)
                continue;
            var ceiling = i == Host ? gauge.LimitBytes : (long)(gauge.LimitBytes * share);
            if (i == Container)
                ceiling = Math.Min(ceiling, gauge.LimitBytes - LeastMargin) - _mapped;
            headroom = Math.Min(headroom, ceiling - gauge.UsageBytes);
        }

        return headroom;
    }

    /// <summary>The gauges that have a limit, as a copy.</summary>
    public MemoryGauge[] ToArray() => [.. _gauges.Where(static gauge => gauge.LimitBytes > 0)];

    private static MemoryGauge Gauge(string name, long usage, long limit, string? source) =>
        limit <= 0 ? default : new() { Name = name, UsageBytes = usage, LimitBytes = limit, LimitSource = source };

    /// <summary>
    /// The runtime reports what is available to the collector: its hard limit where it has one, else the machine's
    /// memory, which is no hard limit.
    /// </summary>
    private static long HardLimit(MemoryReading reading) =>
        reading.HostTotal > 0 && reading.GcLimit < reading.HostTotal ? reading.GcLimit : 0;

    /// <summary>
    /// In a container the runtime sets its hard limit to 75 % of the container's (at least 20 MB) by itself.
    /// </summary>
    private bool IsDerivedFromContainer(in MemoryGauge gauge)
    {
        var container = _smallestContainerLimit;
        var derived = Math.Min(container, Math.Max(20L << 20, container / 4 * 3));
        return gauge.Name == MemoryGauge.Gc && container > 0 && Math.Abs(gauge.LimitBytes - derived) <= derived / 64;
    }

    private (long Limit, string? Source) UserLimit()
    {
        var limit = Options.LimitBytes ?? 0;
        if (Options.LimitPercent is not { } percent)
            return (limit, SetSource);

        // Resident memory is never compared with a share of the collector's limit, which does not count native memory.
        var tightest = Smaller(Smaller(_gauges[Container], _gauges[AddressSpace]), _gauges[Host]);
        var share = (long)(tightest.LimitBytes * (percent / 100));
        if (share <= 0 || (limit > 0 && limit <= share))
            return (limit, SetSource);
        if (_percentOf != share)
        {
            _percentOf = share;
            _percentSource = string.Create(CultureInfo.InvariantCulture, $"{percent} % of {tightest.LimitSource}");
        }

        return (share, _percentSource);
    }

    private void Rank()
    {
        (Pressing, Tightest) = (default, default);
        var highest = -1.0;
        for (var i = 0; i < _gauges.Length; i++)
        {
            ref readonly var gauge = ref _gauges[i];
            if (gauge.LimitBytes <= 0)
                continue;
            var ratio = i == Host ? Math.Min(gauge.Ratio, HostRanksUpTo) : gauge.Ratio;
            if (ratio > highest)
                (Pressing, highest) = (gauge, ratio);
            if (!IsDerivedFromContainer(gauge))
                Tightest = Smaller(Tightest, gauge);
        }
    }

    private static MemoryGauge Smaller(in MemoryGauge one, in MemoryGauge other) =>
        one.LimitBytes > 0 && (other.LimitBytes <= 0 || one.LimitBytes <= other.LimitBytes) ? one : other;
}
