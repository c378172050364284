namespace Inventory.Memory.Monitoring.Linux;

/// <summary>
/// High-water mark and swap from <c>/proc/self/status</c> (12 us), RLIMIT_AS from <c>/proc/self/limits</c>.
/// </summary>
internal sealed class ProcessStatusProbe(string root) : MemoryProbe("process status", TimeSpan.FromSeconds(1))
{
    private readonly ProcFile _status = new(Path.Join(root, "proc/self/status"));
    private readonly ProcFile _limits = new(Path.Join(root, "proc/self/limits"));

    protected override ProbeResult ReadCore(MemoryReading reading, TimeSpan now)
    {
        Span<byte> buffer = stackalloc byte[ProcFile.BufferSize];
        var read = _status.Read(buffer);
        if (read < 0)
            return ProbeResult.Absent;
        if (!ProcText.TryGet(buffer[..read], "VmHWM"u8, out var highWater))
            return ProbeResult.Failed;
        reading.HighWater = highWater * 1024;
        reading.Swap = ProcText.GetOrZero(buffer[..read], "VmSwap"u8) * 1024;

        read = _limits.Read(buffer);
        reading.AddressSpaceLimit = read > 0 ? Limit(buffer[..read]) : 0;
        return ProbeResult.Read;
    }

    protected override void Clear(MemoryReading reading) =>
        (reading.HighWater, reading.Swap, reading.AddressSpaceLimit) = (0, 0, 0);

    protected override void Close()
    {
        _status.Dispose();
        _limits.Dispose();
    }

    private static long Limit(ReadOnlySpan<byte> text) =>
        ProcText.GetOrZero(text, "Max address space"u8) is var limit && limit < ProcText.Unlimited ? limit : 0;
}
