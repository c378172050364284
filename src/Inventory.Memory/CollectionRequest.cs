using Inventory.Memory.Checkpoints;
using Inventory.Memory.Sources;

namespace Inventory.Memory;

/// <summary>What to collect: sources, in order. Immutable.</summary>
public sealed class CollectionRequest
{
    /// <summary>Asks for sources that are found while the run goes on, however many there are.</summary>
    /// <param name="sources">Enumerated once per run, one source at a time; never held all together.</param>
    public CollectionRequest(IAsyncEnumerable<ResourceSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        Sources = sources;
    }

    /// <summary>Asks for some sources.</summary>
    /// <param name="sources">In the order in which they are to be collected.</param>
    public CollectionRequest(params IEnumerable<ResourceSource> sources)
        : this((sources ?? throw new ArgumentNullException(nameof(sources))).ToAsyncEnumerable())
    {
    }

    /// <summary>The sources, in the order in which they are collected.</summary>
    public IAsyncEnumerable<ResourceSource> Sources { get; }

    /// <summary>Resources per page, 1 or more; a source takes its own maximum where that is less. Null: each source's default.</summary>
    public int? PageSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1, nameof(value));
            field = value;
        }
    }

    /// <summary>
    /// The longest the run may take; any length. What is not collected by then ends skipped, and the run partial. What is under
    /// way, the finding of sources and scopes too, is cancelled and not waited for. Null: no limit.
    /// </summary>
    public TimeSpan? Deadline
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(value));
            field = value;
        }
    }

    /// <summary>What the records are written to, and where the run can go on after it was ended. Null: the run knows of neither.</summary>
    public DurabilityOptions? Durability { get; init; }

    /// <summary>
    /// Told how each scope ended, as it ends, before its last error record is handed out; the run waits for it. What it throws ends the run.
    /// A <see cref="Manifests.ManifestWriter"/> writes it down. Null: nobody is told.
    /// </summary>
    /// <remarks>When a scope is read again from its start, those that ended under its resources are told again.</remarks>
    public Func<ScopeResult, ValueTask>? ScopeEnded { get; init; }
}
