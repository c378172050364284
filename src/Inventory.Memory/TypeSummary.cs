using Inventory.Memory.Gc;

namespace Inventory.Memory;

/// <summary>What a run got of one collection, over all projects and scopes. May be read from any thread.</summary>
public sealed class TypeSummary
{
    private readonly long[] _states = new long[Enum.GetValues<ScopeState>().Length];
    private long _resources;
    private long _errors;
    private long _payload;
    private long _elapsed;
    private long _peak;
    private long _growth;
    private long _collections;
    private long _allocated;

    internal TypeSummary(string collection, IReadOnlyList<string> assetTypes)
    {
        Collection = collection;
        AssetTypes = assetTypes;
    }

    /// <summary>The collection, such as <c>compute.disks</c>.</summary>
    public string Collection { get; }

    /// <summary>The asset types of its records.</summary>
    public IReadOnlyList<string> AssetTypes { get; }

    /// <summary>Resources handed out so far.</summary>
    public long Resources => Volatile.Read(ref _resources);

    /// <summary>Error records handed out so far.</summary>
    public long Errors => Volatile.Read(ref _errors);

    /// <summary>Bytes of answers read so far, after decompression.</summary>
    public long PayloadBytes => Volatile.Read(ref _payload);

    /// <summary>The time spent in this collection, over all projects; without the project that is being collected.</summary>
    public TimeSpan Elapsed => new(Volatile.Read(ref _elapsed));

    /// <summary>The highest resident memory of the process while the collection was being read, in bytes.</summary>
    public long PeakBytes => Volatile.Read(ref _peak);

    /// <summary>The most by which resident memory rose above what it was when the collection began, in bytes.</summary>
    public long PeakGrowthBytes => Volatile.Read(ref _growth);

    /// <summary>Garbage collections of any generation while the collection was being read.</summary>
    public long Collections => Volatile.Read(ref _collections);

    /// <summary>Managed bytes that the process allocated while the collection was being read, the consumer's included.</summary>
    public long AllocatedBytes => Volatile.Read(ref _allocated);

    /// <summary>
    /// Whether another run shared the process, or requests ran ahead (<see cref="SequentialCollectorOptions.LookAhead"/>):
    /// then <see cref="AllocatedBytes"/> and the memory figures are not this collection's alone.
    /// </summary>
    public bool IsShared { get; private set; }

    /// <summary>Scopes that ended in a state so far.</summary>
    /// <param name="state">The state.</param>
    public long Scopes(ScopeState state) => Volatile.Read(ref _states[(int)state]);

    internal void AddResource() => Volatile.Write(ref _resources, _resources + 1);

    internal void AddError() => Volatile.Write(ref _errors, _errors + 1);

    internal void AddScope(ScopeState state) => Volatile.Write(ref _states[(int)state], _states[(int)state] + 1);

    internal void AddPayload(long bytes) => Volatile.Write(ref _payload, _payload + bytes);

    internal void AddProfile(TimeSpan elapsed, long startBytes, long peakBytes, in GcStatistics gc, bool isShared)
    {
        Volatile.Write(ref _elapsed, _elapsed + elapsed.Ticks);
        Volatile.Write(ref _peak, Math.Max(_peak, peakBytes));
        Volatile.Write(ref _growth, Math.Max(_growth, peakBytes - startBytes));
        Volatile.Write(ref _collections, _collections + gc.Gen0 + gc.Gen1 + gc.Gen2);
        Volatile.Write(ref _allocated, _allocated + gc.AllocatedBytes);
        IsShared |= isShared;
    }

    /// <summary>How many numbers <see cref="CaptureTallies"/> adds.</summary>
    internal static int Tallies { get; } = 2 + Enum.GetValues<ScopeState>().Length;

    internal void CaptureTallies(List<long> counts)
    {
        counts.Add(_resources);
        counts.Add(_errors);
        counts.AddRange(_states);
    }

    /// <param name="counts">As captured; null: nothing.</param>
    internal void RestoreTallies(List<long>? counts)
    {
        Volatile.Write(ref _resources, counts?[0] ?? 0);
        Volatile.Write(ref _errors, counts?[1] ?? 0);
        for (var state = 0; state < _states.Length; state++)
        {
            Volatile.Write(ref _states[state], counts?[2 + state] ?? 0);
        }
    }
}
