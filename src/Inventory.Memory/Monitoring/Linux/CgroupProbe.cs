namespace Inventory.Memory.Monitoring.Linux;

/// <summary>
/// The container: the own cgroup's figures, and of it and its ancestors the one that presses most, each limit with the
/// usage of its own level. Finds the tree again every few seconds, for a process can be moved and a limit changed.
/// </summary>
internal sealed class CgroupProbe(string root) : MemoryProbe("cgroup", TimeSpan.Zero)
{
    internal static readonly TimeSpan DetectionInterval = TimeSpan.FromSeconds(5);
    internal static readonly TimeSpan RareInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long parts may be estimated from usage while it is far from the limit.</summary>
    internal static readonly TimeSpan PartsInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// So much growth of this process makes limits be read again at once: a limit that is lowered while 400 MB/s are
    /// being filled is passed within a second.
    /// </summary>
    private const long GrowthWithoutLook = 8L << 20;

    /// <summary>From this share of the limit on nothing is estimated: then 16 us are well spent.</summary>
    private const double ExactFrom = 0.5;

    /// <summary>
    /// Stall from which active page cache counts as needed. systemd-oomd acts at 60 % by default; half of that confirms.
    /// </summary>
    internal const double StallConfirms = 30;

    private CgroupTree? _tree;
    private TimeSpan _detectDue, _rareDue, _partsDue;
    private long _anonymousAtRare;

    protected override void Close()
    {
        _tree?.Dispose();
        _tree = null;
    }

    protected override ProbeResult ReadCore(MemoryReading reading, TimeSpan now)
    {
        if (_tree is null || now >= _detectDue)
            Detect(now);
        if (_tree is null)
            return ProbeResult.Absent;

        var rare = now >= _rareDue || reading.Anonymous - _anonymousAtRare >= GrowthWithoutLook;
        var parts = rare || now >= _partsDue;
        if (rare)
            (_rareDue, _anonymousAtRare) = (now + RareInterval, reading.Anonymous);
        if (parts)
            _partsDue = now + PartsInterval;
        if (rare && !_tree.ReadRare())
            return ProbeResult.Failed;

        var own = _tree.Levels[0];
        var pressing = own;
        var highest = -1.0;
        var smallest = ProcText.Unlimited;
        foreach (var level in _tree.Levels)
        {
            if (!Read(level, rare, parts, reading, out var charge))
                return ProbeResult.Failed;
            smallest = Math.Min(smallest, level.Limit);
            if (level.HasLimit && (double)charge / level.Limit > highest)
                (pressing, highest, reading.ContainerCharge) = (level, (double)charge / level.Limit, charge);
        }

        Write(reading, own, pressing);
        reading.ContainerSmallestLimit = smallest < ProcText.Unlimited ? smallest : 0;
        return ProbeResult.Read;
    }

    protected override void Clear(MemoryReading reading)
    {
        (reading.ContainerUsage, reading.ContainerWorkingSet, reading.ContainerAnonymousAndKernel) = (0, 0, 0);
        (reading.ContainerCharge, reading.ContainerLimit, reading.ContainerHighWater) = (0, 0, 0);
        (reading.ContainerSmallestLimit, reading.ContainerMapped) = (0, 0);
        (reading.ContainerSource, reading.ContainerLimitSource, reading.ContainerStall) = (null, null, -1);
        Close(); // what failed may have moved: look for it again
    }

    private void Detect(TimeSpan now)
    {
        _detectDue = now + DetectionInterval;
        if (_tree is not null && _tree.IsCurrent())
            return;
        _tree?.Dispose();
        _tree = CgroupTree.Find(root);
        (_rareDue, _partsDue) = (TimeSpan.MinValue, TimeSpan.MinValue);
    }

    private bool Read(CgroupLevel level, bool rare, bool parts, MemoryReading reading, out long charge)
    {
        charge = 0;
        var isOwn = ReferenceEquals(level, _tree!.Levels[0]);
        if (!isOwn && !level.HasLimit)
            return true; // nothing to compare with: not worth a reading
        if (!level.ReadUsage() || (parts && !level.ReadParts(reading.Anonymous)))
            return false;
        if (rare && isOwn)
            _tree.ApplyHierarchicalLimit();

        // Without any stall information nothing could tell that the cache is not needed, so it counts.
        var stall = level.Stall >= 0 ? level.Stall : reading.HostStall;
        var cacheCounts = stall is < 0 or >= StallConfirms;
        charge = level.Charge(reading.Anonymous, cacheCounts);
        if (parts || !level.HasLimit || charge < level.Limit * ExactFrom)
            return true;
        if (!level.ReadParts(reading.Anonymous))
            return false;
        charge = level.Charge(reading.Anonymous, cacheCounts);
        return true;
    }

    private static void Write(MemoryReading reading, CgroupLevel own, CgroupLevel pressing)
    {
        reading.ContainerUsage = own.Usage;
        reading.ContainerWorkingSet = own.WorkingSet;
        reading.ContainerAnonymousAndKernel = own.AnonymousAndKernel(reading.Anonymous);
        reading.ContainerHighWater = own.HighWater;
        reading.LimitHits = own.LimitHits;
        reading.OomKills = own.OomKills;
        reading.ContainerStall = own.Stall;
        reading.ContainerSource = own.Source;
        reading.ContainerLimit = pressing.HasLimit ? pressing.Limit : 0;
        reading.ContainerLimitSource = pressing.HasLimit ? pressing.LimitSource : null;
        reading.ContainerMapped = pressing.HasLimit ? pressing.Mapped : 0;
    }
}
