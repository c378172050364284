namespace Inventory.Memory.Monitoring;

/// <content>Statistics of single runs, of several that share the monitor.</content>
public sealed partial class MemoryMonitor
{
    private readonly List<MemorySession> _sessions = [];

    /// <summary>Begins a session with statistics of its own, fed by every sample until it is disposed.</summary>
    /// <returns>The session, owned by the caller.</returns>
    /// <exception cref="ObjectDisposedException">The monitor is disposed.</exception>
    internal MemorySession BeginSession()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var session = new MemorySession(this);
        using (Enter())
        {
            _sessions.Add(session);
            SampleLocked(force: false);
        }

        return session;
    }

    internal MemoryStatistics StatisticsOf(MemorySession session)
    {
        using (Enter())
        {
            SampleLocked(force: true);
            return session.Accumulator.ToStatistics(_reading, _gauges.Tightest);
        }
    }

    internal (long Last, long Peak) TakeWindow(MemorySession session)
    {
        using (Enter())
        {
            SampleLocked(force: false);
            return session.Accumulator.TakeWindow();
        }
    }

    /// <summary>Whether other runs share the process with this session: then what was allocated is not its alone.</summary>
    internal bool IsShared
    {
        get
        {
            lock (_lock)
                return _sessions.Count > 1;
        }
    }

    internal long PeakOf(MemorySession session)
    {
        lock (_lock)
            return session.Accumulator.Peak;
    }

    internal void End(MemorySession session)
    {
        using (Enter())
        {
            SampleLocked(force: false);
            _sessions.Remove(session);
        }
    }
}
