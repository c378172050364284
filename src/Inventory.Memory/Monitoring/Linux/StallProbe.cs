using System.Buffers.Text;

namespace Inventory.Memory.Monitoring.Linux;

/// <summary>
/// Pressure stall information of the host, <c>/proc/pressure/memory</c> (3 us): the share of time lost to waiting for
/// memory.
/// </summary>
internal sealed class StallProbe(string root) : MemoryProbe("pressure stall", TimeSpan.FromSeconds(1))
{
    private readonly ProcFile _pressure = new(Path.Join(root, "proc/pressure/memory"));

    protected override ProbeResult ReadCore(MemoryReading reading, TimeSpan now)
    {
        Span<byte> buffer = stackalloc byte[512];
        var read = _pressure.Read(buffer);
        if (read < 0)
            return ProbeResult.Absent;
        return TryParse(buffer[..read], out reading.HostStall) ? ProbeResult.Read : ProbeResult.Failed;
    }

    protected override void Clear(MemoryReading reading) => reading.HostStall = -1;

    protected override void Close() => _pressure.Dispose();

    /// <summary><c>some avg10=1.25 avg60=…</c>: the first average, over 10 s.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out double percent)
    {
        percent = -1;
        var prefix = "some avg10="u8;
        return text.StartsWith(prefix)
            && text.Contains((byte)'\n')
            && Utf8Parser.TryParse(text[prefix.Length..], out percent, out _);
    }
}
