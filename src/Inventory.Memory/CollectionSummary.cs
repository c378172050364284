using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;

namespace Inventory.Memory;

/// <summary>What a run has got so far: live while it runs, final when it has ended. May be read from any thread.</summary>
/// <remarks>Nothing in it grows with resources, scopes or projects: one entry per collection, and a bounded list of gaps.</remarks>
public sealed partial class CollectionSummary
{
    /// <summary>The most entries of <see cref="Incomplete"/>; what follows is counted in <see cref="IncompleteOmitted"/>.</summary>
    public const int MaxIncomplete = 1000;

    /// <summary>The most entries of <see cref="Types"/>: a hundred times Google's whole catalog. What follows shares one entry.</summary>
    public const int MaxTypes = 10_000;

    private static readonly MemoryStatistics s_noMemory = new();

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly List<IncompleteScope> _incomplete = [];
    private readonly Dictionary<string, TypeSummary> _types = new(StringComparer.Ordinal);
    private readonly List<TypeSummary> _typesInOrder = [];
    private long _started;
    private long _ended;
    private long _resources;
    private long _errors;
    private TimeSpan _elapsedBefore;

    internal CollectionSummary(TimeProvider time)
    {
        _time = time;
        RunId = Guid.NewGuid().ToString("N");
    }

    /// <summary>Unique for this run; a run that is resumed keeps it.</summary>
    public string RunId { get; private set; }

    /// <summary>How the run ended, or that it has not.</summary>
    public RunState State { get; private set; }

    /// <summary>When enumeration began; the default before. Of a run that was resumed: the first time.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When the run ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The time since the start, or between start and end. Of a run that was resumed: without the time between.</summary>
    public TimeSpan Elapsed => Volatile.Read(ref _started) is 0 and var started
        ? TimeSpan.Zero
        : _elapsedBefore + _time.GetElapsedTime(_started, Volatile.Read(ref _ended) is not 0 and var ended ? ended : _time.GetTimestamp());

    /// <summary>Resources handed out.</summary>
    public long Resources => Volatile.Read(ref _resources);

    /// <summary>Error records handed out.</summary>
    public long Errors => Volatile.Read(ref _errors);

    /// <summary>Requests that sources sent, repeated ones included.</summary>
    public long Requests { get; private set; }

    /// <summary>Requests that sources sent because an earlier one failed.</summary>
    public long Retries { get; private set; }

    /// <summary>Time that sources waited before requests: after failures, and not to exceed a quota.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Bytes of answers that sources read, after decompression.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The project that is being collected; null before and after.</summary>
    public string? CurrentProject { get; private set; }

    /// <summary>The collection that is being collected; null before and after.</summary>
    public string? CurrentCollection { get; private set; }

    /// <summary>The scope that is being collected; null before and after.</summary>
    public string? CurrentScope { get; private set; }

    /// <summary>Why the run stopped itself, with the evidence and the remedy; null unless it did.</summary>
    public string? StopMessage { get; private set; }

    /// <summary>The first error of the run: where nothing answered, the one to show. Null without errors.</summary>
    public InventoryError? FirstError { get; private set; }

    /// <summary>Memory between start and end, or up to now; without samples before enumeration begins.</summary>
    public MemoryStatistics Memory => _memory?.Invoke() ?? s_noMemory;

    /// <summary>What the garbage collector did between start and end, or up to now.</summary>
    public GcStatistics Gc => _gc?.Invoke() ?? default;

    /// <summary>
    /// What the governor did between start and end, or up to now: time at each level, collections that were forced, what they
    /// gave back, what governing cost. For all runs that share it.
    /// </summary>
    public GovernorStatistics Governor => _governor?.Invoke() ?? default;

    /// <summary>What was got of each collection, in the order in which they came up.</summary>
    public IReadOnlyList<TypeSummary> Types
    {
        get
        {
            lock (_lock)
            {
                return [.. _typesInOrder];
            }
        }
    }

    /// <summary>The five collections that needed most memory: by how far they raised it, then by what they allocated.</summary>
    public IReadOnlyList<TypeSummary> HungriestTypes =>
        [.. Types.OrderByDescending(type => type.PeakGrowthBytes).ThenByDescending(type => type.AllocatedBytes).Take(5)];

    /// <summary>What is missing: the first <see cref="MaxIncomplete"/> gaps.</summary>
    public IReadOnlyList<IncompleteScope> Incomplete
    {
        get
        {
            lock (_lock)
            {
                return [.. _incomplete];
            }
        }
    }

    /// <summary>Gaps that are not in <see cref="Incomplete"/> because there are too many.</summary>
    public long IncompleteOmitted { get; private set; }

    /// <summary>Scopes that ended in a state, over all collections.</summary>
    /// <param name="state">The state.</param>
    public long Scopes(ScopeState state) => Types.Sum(type => type.Scopes(state));
}
