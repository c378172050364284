using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Tests.Monitoring;

/// <summary>Writes what a test says; throws or answers "failed" when told to.</summary>
internal sealed class FakeProbe() : MemoryProbe("fake", TimeSpan.Zero)
{
    public Action<MemoryReading> Values { get; set; } = static _ => { };

    public Exception? Throws { get; set; }

    public bool Fails { get; set; }

    public int Reads { get; private set; }

    public static FakeProbe WithRss(long rss) => new() { Values = reading => reading.Rss = rss };

    protected override ProbeResult ReadCore(MemoryReading reading, TimeSpan now)
    {
        Reads++;
        if (Throws is not null)
            throw Throws;
        Values(reading);
        return Fails ? ProbeResult.Failed : ProbeResult.Read;
    }

    protected override void Clear(MemoryReading reading) => reading.Rss = 0;
}
