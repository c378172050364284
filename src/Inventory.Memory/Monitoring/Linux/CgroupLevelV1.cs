namespace Inventory.Memory.Monitoring.Linux;

/// <summary>
/// cgroup v1. Its counters without <c>total_</c> leave descendants out; kernel memory has a file of its own.
/// </summary>
internal sealed class CgroupLevelV1(string folder)
    : CgroupLevel(folder, "memory.usage_in_bytes", "memory.stat", "memory.max_usage_in_bytes")
{
    private readonly ProcFile _limit = new(Path.Join(folder, "memory.limit_in_bytes"));
    private readonly ProcFile _kernel = new(Path.Join(folder, "memory.kmem.usage_in_bytes"));
    private readonly ProcFile _failures = new(Path.Join(folder, "memory.failcnt"));
    private readonly ProcFile _oom = new(Path.Join(folder, "memory.oom_control"));
    private readonly string _limitSource = "cgroup v1 memory.limit_in_bytes of " + folder;
    private readonly string _hierarchicalSource = "cgroup v1 hierarchical_memory_limit of " + folder;
    private long _hierarchicalLimit = ProcText.Unlimited;

    public override string Source => "cgroup v1";

    public override void Dispose()
    {
        base.Dispose();
        _limit.Dispose();
        _kernel.Dispose();
        _failures.Dispose();
        _oom.Dispose();
    }

    /// <summary>The smallest limit from here up, also of ancestors that are not mounted here.</summary>
    public long HierarchicalLimit => _hierarchicalLimit;

    /// <summary>
    /// For the own level, when no visible ancestor has this limit: the usage there cannot be read, ours is the best
    /// bound.
    /// </summary>
    public void ApplyHierarchicalLimit() => (Limit, LimitSource) = (_hierarchicalLimit, _hierarchicalSource);

    protected override bool ReadPartsCore(ReadOnlySpan<byte> text)
    {
        if (!ProcText.TryGet(text, "total_rss"u8, out var anonymous) || !ProcText.TryGet(text, "total_inactive_file"u8, out var inactive))
            return false;
        _ = TryReadNumber(_kernel, out var kernel); // absent where kernel memory is not accounted
        InactiveFile = inactive;
        ActiveFile = ProcText.GetOrZero(text, "total_active_file"u8);
        AnonymousAndKernelAtRead = anonymous + kernel;
        Mapped = ProcText.GetOrZero(text, "total_mapped_file"u8);
        _hierarchicalLimit = ProcText.TryGet(text, "hierarchical_memory_limit"u8, out var limit) ? limit : ProcText.Unlimited;
        return true;
    }

    protected override bool ReadRareCore()
    {
        if (!TryReadNumber(_limit, out var limit))
            return false;
        (Limit, LimitSource) = (limit, _limitSource);
        LimitHits = TryReadNumber(_failures, out var failures) ? failures : 0;
        Span<byte> buffer = stackalloc byte[512];
        var read = _oom.Read(buffer);
        OomKills = read > 0 ? ProcText.GetOrZero(buffer[..read], "oom_kill"u8) : 0;
        return true;
    }
}
