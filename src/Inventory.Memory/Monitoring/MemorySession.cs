namespace Inventory.Memory.Monitoring;

/// <summary>
/// Statistics of one run of several that share a monitor: every sample taken while it is open counts. Thread-safe.
/// Disposing ends it; the statistics stay readable. Memory: 16 KiB, whatever the duration.
/// </summary>
internal sealed class MemorySession : IDisposable
{
    private readonly MemoryMonitor _monitor;

    internal MemorySession(MemoryMonitor monitor) => _monitor = monitor;

    internal SampleAccumulator Accumulator { get; } = new();

    /// <summary>Gets the highest resident memory sampled so far, in bytes; cheap enough for a progress bar.</summary>
    public long PeakBytes => _monitor.PeakOf(this);

    /// <summary>Answers the statistics so far, or those of the whole session when it has ended.</summary>
    /// <returns>A copy that does not change.</returns>
    public MemoryStatistics GetStatistics() => _monitor.StatisticsOf(this);

    /// <summary>Takes a sample; answers it, and the highest since this was last asked.</summary>
    internal (long Last, long Peak) TakeWindow() => _monitor.TakeWindow(this);

    /// <summary>Takes a last sample and ends the session. Does nothing the second time.</summary>
    public void Dispose() => _monitor.End(this);
}
