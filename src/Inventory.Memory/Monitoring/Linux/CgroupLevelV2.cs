namespace Inventory.Memory.Monitoring.Linux;

/// <summary>
/// cgroup v2. Above <c>memory.high</c> a process is throttled, above <c>memory.max</c> killed: the lower one limits.
/// </summary>
internal sealed class CgroupLevelV2(string folder)
    : CgroupLevel(folder, "memory.current", "memory.stat", "memory.peak")
{
    private readonly ProcFile _max = new(Path.Join(folder, "memory.max"));
    private readonly ProcFile _high = new(Path.Join(folder, "memory.high"));
    private readonly ProcFile _events = new(Path.Join(folder, "memory.events"));
    private readonly ProcFile _pressure = new(Path.Join(folder, "memory.pressure"));
    private readonly string _maxSource = "cgroup v2 memory.max of " + folder;
    private readonly string _highSource = "cgroup v2 memory.high of " + folder;

    public override string Source => "cgroup v2";

    public override void Dispose()
    {
        base.Dispose();
        _max.Dispose();
        _high.Dispose();
        _events.Dispose();
        _pressure.Dispose();
    }

    protected override bool ReadPartsCore(ReadOnlySpan<byte> text)
    {
        if (!ProcText.TryGet(text, "anon"u8, out var anonymous) || !ProcText.TryGet(text, "inactive_file"u8, out var inactive))
            return false;
        InactiveFile = inactive;
        ActiveFile = ProcText.GetOrZero(text, "active_file"u8);
        AnonymousAndKernelAtRead = anonymous + Kernel(text);
        Mapped = ProcText.GetOrZero(text, "file_mapped"u8);
        return true;
    }

    protected override bool ReadRareCore()
    {
        // The root and older kernels lack one or both files; there is no such limit then.
        var max = TryReadNumber(_max, out var value) ? value : ProcText.Unlimited;
        var high = TryReadNumber(_high, out value) ? value : ProcText.Unlimited;
        (Limit, LimitSource) = high < max ? (high, _highSource) : (max, _maxSource);

        Span<byte> buffer = stackalloc byte[512];
        var read = _events.Read(buffer);
        LimitHits = read > 0 ? ProcText.GetOrZero(buffer[..read], "max"u8) : 0;
        OomKills = read > 0 ? ProcText.GetOrZero(buffer[..read], "oom_kill"u8) : 0;
        read = _pressure.Read(buffer);
        Stall = read > 0 && StallProbe.TryParse(buffer[..read], out var percent) ? percent : -1;
        return true;
    }

    /// <summary>One figure since Linux 5.18; before that, its parts.</summary>
    private static long Kernel(ReadOnlySpan<byte> text) => ProcText.TryGet(text, "kernel"u8, out var kernel)
        ? kernel
        : ProcText.GetOrZero(text, "kernel_stack"u8) + ProcText.GetOrZero(text, "pagetables"u8)
            + ProcText.GetOrZero(text, "percpu"u8) + ProcText.GetOrZero(text, "slab"u8);
}
