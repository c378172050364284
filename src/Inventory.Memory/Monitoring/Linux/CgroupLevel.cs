namespace Inventory.Memory.Monitoring.Linux;

/// <summary>
/// One folder of the cgroup tree: its usage (1.3 us) each time, its parts (memory.stat, 16 us) and limits when asked.
/// Between two readings of the parts the charge is estimated, so that it never lags behind this process's own growth.
/// </summary>
internal abstract class CgroupLevel(string folder, string usage, string stat, string peak) : IDisposable
{
    private readonly ProcFile _usage = new(Path.Join(folder, usage));
    private readonly ProcFile _stat = new(Path.Join(folder, stat));
    private readonly ProcFile _peak = new(Path.Join(folder, peak));
    private long _ownAnonymous;

    public string Folder { get; } = folder;

    public abstract string Source { get; }

    public long Usage { get; private set; }

    public long Limit { get; protected set; } = ProcText.Unlimited;

    public string? LimitSource { get; protected set; }

    public bool HasLimit => Limit < ProcText.Unlimited;

    public long HighWater { get; private set; }

    public long LimitHits { get; protected set; }

    public long OomKills { get; protected set; }

    /// <summary>Percent of 10 s; below 0 where the level has no stall information of its own.</summary>
    public double Stall { get; protected set; } = -1;

    protected long InactiveFile { get; set; }

    protected long ActiveFile { get; set; }

    protected long AnonymousAndKernelAtRead { get; set; }

    /// <summary>Mapped files, such as the program: page cache that is in use at this moment.</summary>
    public long Mapped { get; protected set; }

    /// <summary>Anonymous and kernel memory: as read, and what this process has added since.</summary>
    public long AnonymousAndKernel(long ownAnonymous) =>
        Math.Max(0, Math.Min(Usage, AnonymousAndKernelAtRead + ownAnonymous - _ownAnonymous));

    /// <summary>
    /// kubelet's working set. The two figures are of different moments, so inactive can exceed usage.
    /// </summary>
    public long WorkingSet => Math.Max(0, Usage - InactiveFile);

    /// <summary>
    /// The larger of anonymous + kernel memory and the working set. Active page cache belongs to the working set although
    /// the kernel can drop it: it counts only when tasks are seen to stall for memory, or when nothing could tell.
    /// </summary>
    public long Charge(long ownAnonymous, bool cacheCounts) =>
        Math.Max(AnonymousAndKernel(ownAnonymous), Math.Max(0, WorkingSet - (cacheCounts ? 0 : ActiveFile)));

    public bool ReadUsage()
    {
        if (!TryReadNumber(_usage, out var value))
            return false;
        Usage = value;
        return true;
    }

    public bool ReadParts(long ownAnonymous)
    {
        Span<byte> buffer = stackalloc byte[ProcFile.BufferSize];
        var read = _stat.Read(buffer);
        if (read <= 0 || !ReadPartsCore(buffer[..read]))
            return false;
        _ownAnonymous = ownAnonymous;
        return true;
    }

    /// <summary>Limits, the kernel's high-water mark and counters: what changes rarely.</summary>
    public bool ReadRare()
    {
        HighWater = TryReadNumber(_peak, out var value) ? value : 0;
        return ReadRareCore();
    }

    public virtual void Dispose()
    {
        _usage.Dispose();
        _stat.Dispose();
        _peak.Dispose();
    }

    protected abstract bool ReadPartsCore(ReadOnlySpan<byte> text);

    protected abstract bool ReadRareCore();

    protected static bool TryReadNumber(ProcFile file, out long value)
    {
        Span<byte> buffer = stackalloc byte[64];
        var read = file.Read(buffer);
        value = 0;
        return read > 0 && ProcText.TryParse(buffer[..read], out value);
    }
}
