using Inventory.Memory.Pressure;

namespace Inventory.Memory.Collecting;

/// <summary>
/// Where the runs of a collector have their governor from: it was given, or it is the collector's own. One of its own is
/// there only while runs go on: it holds files of the kernel open and a meter that the process knows, and nobody
/// disposes of a collector. Runs at the same time share it. Thread-safe.
/// </summary>
internal sealed class GovernorSource(MemoryGovernor? given, Func<MemoryGovernor> make)
{
    private readonly Lock _lock = new();
    private MemoryGovernor? _own;
    private int _runs;

    /// <summary>The governor of a run that begins.</summary>
    public Lease Rent()
    {
        if (given is not null)
        {
            return new Lease(given, null);
        }

        lock (_lock)
        {
            _own ??= make();
            _runs++;
            return new Lease(_own, this);
        }
    }

    private void Return()
    {
        lock (_lock)
        {
            if (--_runs == 0)
            {
                _own!.Monitor.Dispose();
                _own = null;
            }
        }
    }

    /// <summary>What a run has of it, until it ends.</summary>
    public sealed class Lease(MemoryGovernor governor, GovernorSource? source) : IDisposable
    {
        private GovernorSource? _source = source;

        public MemoryGovernor Governor => governor;

        public void Dispose() => Interlocked.Exchange(ref _source, null)?.Return();
    }
}
