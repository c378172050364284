namespace Inventory.Memory.Monitoring.Linux;

/// <summary>
/// Resident, anonymous and virtual memory from <c>/proc/self/statm</c>, whose figures are exact (stat's are not).
/// </summary>
internal sealed class ProcessProbe(string root, int pageSize) : MemoryProbe("statm", TimeSpan.Zero)
{
    private readonly ProcFile _statm = new(Path.Join(root, "proc/self/statm"));

    protected override ProbeResult ReadCore(MemoryReading reading, TimeSpan now)
    {
        Span<byte> buffer = stackalloc byte[256];
        var read = _statm.Read(buffer);
        if (read < 0)
            return ProbeResult.Absent;

        ReadOnlySpan<byte> text = buffer[..read];
        if (!ProcText.TryTake(ref text, out var size)
            || !ProcText.TryTake(ref text, out var resident)
            || !ProcText.TryTake(ref text, out var shared)
            || text.IsEmpty) // cut off: the last number may be, too
        {
            return ProbeResult.Failed;
        }

        reading.AddressSpace = size * pageSize;
        reading.Rss = resident * pageSize;
        reading.Anonymous = Math.Max(0, resident - shared) * pageSize;
        reading.ProcessSource = "/proc/self/statm";
        return ProbeResult.Read;
    }

    protected override void Clear(MemoryReading reading)
    {
        (reading.AddressSpace, reading.Rss, reading.Anonymous) = (0, 0, 0);
        reading.ProcessSource = null;
    }

    protected override void Close() => _statm.Dispose();
}
