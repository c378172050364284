using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Inventory.Memory.Tests.Monitoring;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.Tests.Pressure;

/// <summary>A governor of 100 MiB over a simulated process.</summary>
internal sealed class GovernorFixture : IDisposable
{
    public const long MiB = 1L << 20;

    public GovernorFixture(GcPolicy? policy = null, MemoryGovernorOptions? options = null)
    {
        Probe.Values = reading =>
        {
            (reading.Rss, reading.Heap, reading.Committed) = (Rss, Rss / 2, Rss);
            reading.HeapAfterCollection = Live;
        };
        Monitor = new([Probe], new() { LimitBytes = 100 * MiB }, Time);
        Governor = new(Monitor, Collector, policy, options, Time, Logger);
    }

    public long Rss { get; set; } = 10 * MiB;

    public long Live { get; set; }

    public FakeTimeProvider Time { get; } = new();

    public FakeProbe Probe { get; } = new();

    public FakeCollector Collector { get; } = new();

    public FakeLogger Logger { get; } = new();

    public MemoryMonitor Monitor { get; }

    public MemoryGovernor Governor { get; }

    public ValueTask<GovernorDecision> CheckAsync(
        double mebibytes, long records = 0, long detachedBytes = 0, CancellationToken cancellationToken = default)
    {
        Rss = (long)(mebibytes * MiB);
        Time.Advance(MemoryGovernor.Recent); // so that it is read
        return Governor.CheckAsync(CollectionBoundary.Page, new() { Records = records, DetachedBytes = detachedBytes }, cancellationToken);
    }

    /// <summary>Lets simulated time pass until the check is over.</summary>
    public async Task<GovernorDecision> FinishAsync(ValueTask<GovernorDecision> check)
    {
        var task = check.AsTask();
        for (var i = 0; !task.IsCompleted; i++)
        {
            Assert.True(i < 10_000, "the check never ended");
            Time.Advance(MemoryGovernor.PausePoll);
            await Task.Yield();
        }

        return await task;
    }

    public void Dispose() => Monitor.Dispose();
}
