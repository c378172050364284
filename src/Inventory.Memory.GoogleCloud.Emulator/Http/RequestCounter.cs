using System.Collections.Concurrent;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Counts requests by path, in bounded memory.</summary>
internal sealed class RequestCounter
{
    /// <summary>Paths told apart; the requests of any further path count together.</summary>
    private const int MaxPaths = 10_000;

    private const string OtherPaths = "(other)";
    private readonly ConcurrentDictionary<string, StrongBox> _counts = new(StringComparer.Ordinal);
    private long _total;
    private int _paths;

    public long Total => Interlocked.Read(ref _total);

    public void Count(string path)
    {
        Interlocked.Increment(ref _total);
        if (!_counts.TryGetValue(path, out var count))
        {
            // Racing threads may add a few paths more than the bound, never many.
            var key = Volatile.Read(ref _paths) < MaxPaths && path.Length <= 1024 ? path : OtherPaths;
            count = _counts.GetOrAdd(key, static _ => new StrongBox());
            Volatile.Write(ref _paths, _paths + 1);
        }

        Interlocked.Increment(ref count.Value);
    }

    public IReadOnlyDictionary<string, long> Snapshot() =>
        _counts.ToDictionary(pair => pair.Key, pair => Interlocked.Read(ref pair.Value.Value), StringComparer.Ordinal);

    private sealed class StrongBox
    {
        public long Value;
    }
}
