namespace Inventory.Memory.Monitoring.Linux;

/// <summary>The host's memory and swap from <c>/proc/meminfo</c> (11 us).</summary>
internal sealed class HostProbe(string root) : MemoryProbe("meminfo", TimeSpan.FromSeconds(1))
{
    private readonly ProcFile _meminfo = new(Path.Join(root, "proc/meminfo"));

    protected override ProbeResult ReadCore(MemoryReading reading, TimeSpan now)
    {
        Span<byte> buffer = stackalloc byte[ProcFile.BufferSize];
        var read = _meminfo.Read(buffer);
        if (read < 0)
            return ProbeResult.Absent;
        ReadOnlySpan<byte> text = buffer[..read];
        if (!ProcText.TryGet(text, "MemTotal"u8, out var total) || !ProcText.TryGet(text, "MemAvailable"u8, out var available))
            return ProbeResult.Failed;

        reading.HostTotal = total * 1024;
        reading.HostAvailable = Math.Min(available, total) * 1024;
        reading.HostSwapTotal = ProcText.GetOrZero(text, "SwapTotal"u8) * 1024;
        reading.HostSwapFree = ProcText.GetOrZero(text, "SwapFree"u8) * 1024;
        return ProbeResult.Read;
    }

    protected override void Clear(MemoryReading reading) =>
        (reading.HostTotal, reading.HostAvailable, reading.HostSwapTotal, reading.HostSwapFree) = (0, 0, 0, 0);

    protected override void Close() => _meminfo.Dispose();
}
