namespace Inventory.Memory.Monitoring.Linux;

/// <summary>
/// How often this process has waited for a page to be read from a disk, from <c>/proc/self/stat</c>: where memory is
/// full, what the kernel takes away is the program's own code, and it is read again and again.
/// </summary>
internal sealed class FaultProbe(string root) : MemoryProbe("page faults", TimeSpan.FromSeconds(1))
{
    /// <summary>Numbers between the state, which follows the name in brackets, and the major faults.</summary>
    private const int NumbersBefore = 8;

    private readonly ProcFile _stat = new(Path.Join(root, "proc/self/stat"));

    protected override ProbeResult ReadCore(MemoryReading reading, TimeSpan now)
    {
        Span<byte> buffer = stackalloc byte[1024];
        var read = _stat.Read(buffer);
        if (read < 0)
            return ProbeResult.Absent;

        // The name may have any character, brackets and blanks too.
        ReadOnlySpan<byte> text = buffer[..read];
        text = text[(text.LastIndexOf((byte)')') + 1)..].TrimStart((byte)' ');
        text = text.IsEmpty ? text : text[1..];
        var number = 0L;
        for (var i = 0; i <= NumbersBefore; i++)
        {
            if (!ProcText.TryTake(ref text, out number))
                return ProbeResult.Failed;
        }

        if (text.IsEmpty) // cut off: the number may be, too
            return ProbeResult.Failed;
        reading.MajorFaults = number;
        return ProbeResult.Read;
    }

    protected override void Clear(MemoryReading reading) => reading.MajorFaults = 0;

    protected override void Close() => _stat.Dispose();
}
