using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Pressure;

/// <summary>
/// Sees a process in a full container that reads its own code from the disk again and again: anonymous memory has left no
/// room for it. It still runs, some hundred times slower, and answers no signal for minutes. Guarded by the governor's lock.
/// </summary>
internal struct ThrashDetector
{
    /// <summary>
    /// So long without a break. A start reads each page of the program once: a few hundred faults, over in seconds.
    /// </summary>
    internal static readonly TimeSpan Lasting = TimeSpan.FromSeconds(10);

    /// <summary>Faults a second that are no progress: each waits for a disk, for 0.1 to 10 ms.</summary>
    internal const double Many = 50;

    /// <summary>With few of them, what counts is that tasks lose most of their time: systemd-oomd's default.</summary>
    internal const double Some = 10, MostTimeLost = 60;

    /// <summary>The container is as good as full, page cache included: else nothing is taken away.</summary>
    private const double FullFrom = 0.9;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private TimeSpan? _lookedAt;
    private TimeSpan? _since;
    private long _faults;

    /// <summary>Whether it has been so for long enough.</summary>
    public bool IsThrashing { get; private set; }

    /// <summary>Faults a second at the last look.</summary>
    public double Rate { get; private set; }

    public void Add(TimeSpan now, in MemorySample sample)
    {
        if (_lookedAt is { } before && now - before < s_look)
            return;
        if (_lookedAt is { } last)
        {
            Rate = (sample.MajorFaults - _faults) / (now - last).TotalSeconds;
            var loses = Rate >= Many || (Rate >= Some && sample.StallPercent >= MostTimeLost);
            _since = loses && IsFull(sample) ? _since ?? last : null;
            IsThrashing = now - _since >= Lasting;
        }

        (_lookedAt, _faults) = (now, sample.MajorFaults);
    }

    private static bool IsFull(in MemorySample sample) =>
        sample.ContainerLimitBytes > 0 && sample.ContainerUsageBytes >= sample.ContainerLimitBytes * FullFrom;
}
