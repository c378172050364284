using Inventory.Memory.Checkpoints;
using Inventory.Memory.GoogleCloud;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Reliability.Kills;

/// <summary>
/// A run of the provider into memory, with a checkpoint, whose process is killed after some records and begins again as
/// another would: with nothing but the outputs and the checkpoint. Real sockets, no waits.
/// </summary>
/// <param name="options">Of the provider.</param>
/// <param name="find">What is collected.</param>
internal sealed class KilledRun(GoogleCloudOptions options, Func<GoogleCloudInventory, IAsyncEnumerable<ResourceSource>> find)
{
    private ListOutput<DetachedRecord> _records = new();
    private ListOutput<ScopeResult> _ends = new();

    public KilledRun(GoogleCloudOptions options, GoogleCloudSelection selection)
        : this(options, inventory => inventory.GetSourcesAsync(selection))
    {
    }

    /// <summary>Between two checkpoints; zero: at the end of each page.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>One request after another, unless said otherwise: so that a server sees them in an order.</summary>
    public int LookAhead { get; init; }

    public KeptCheckpoint Checkpoint { get; } = new();

    public IReadOnlyList<string> Names => [.. _records.Items.Where(record => !record.IsError).Select(record => record.Name)];

    public IReadOnlyList<InventoryError> Errors => [.. _records.Items.Where(record => record.IsError).Select(record => record.Error!)];

    /// <summary>How each scope ended.</summary>
    public IReadOnlyList<ScopeResult> Ends => _ends.Items;

    /// <summary>Of the last process, which has the whole run's counts.</summary>
    public CollectionSummary? Summary { get; private set; }

    /// <summary>Begins, or goes on, until the end or until so many records have been handed out.</summary>
    /// <returns>Whether the run has come to its end.</returns>
    public async Task<bool> GoOnAsync(int killAfter = int.MaxValue, CancellationToken cancellationToken = default)
    {
        if (Checkpoint.Current is null)
        {
            (_records, _ends) = (new(), new());
        }

        await using var inventory = new GoogleCloudInventory(options, null, null, new SkippingClock(), null);
        var run = new SequentialCollector(new SequentialCollectorOptions { LookAhead = LookAhead }).Collect(NewRequest(inventory));
        Summary = run.Summary;
        var records = run.GetAsyncEnumerator(cancellationToken);
        var left = (_records, _ends, Checkpoint.Current);
        try
        {
            for (var count = 0; count < killAfter; count++)
            {
                if (!await records.MoveNextAsync())
                {
                    left = (_records, _ends, Checkpoint.Current);
                    return true;
                }

                _records.Items.Add(records.Current.Detach());
            }

            left = (_records.Copy(), _ends.Copy(), Checkpoint.Current);
            return false;
        }
        finally
        {
            await records.DisposeAsync();
            (_records, _ends, Checkpoint.Current) = left;
        }
    }

    /// <summary>Kills one process after another after so many records each, and leaves the last alone.</summary>
    public async Task CollectAsync(IReadOnlyList<int> kills, CancellationToken cancellationToken)
    {
        foreach (var kill in kills)
        {
            if (await GoOnAsync(kill, cancellationToken))
            {
                return;
            }
        }

        await GoOnAsync(cancellationToken: cancellationToken);
    }

    private CollectionRequest NewRequest(GoogleCloudInventory inventory)
    {
        var ends = _ends;
        return new CollectionRequest(find(inventory))
        {
            Durability = new DurabilityOptions { Outputs = [_records, ends], Store = Checkpoint, Interval = Interval, Sync = SyncMode.None },
            ScopeEnded = end =>
            {
                ends.Items.Add(end);
                return default;
            },
        };
    }
}
