using System.Collections.Concurrent;
using Inventory.Memory.GoogleCloud;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.Reliability.Kills;

namespace Inventory.Memory.Reliability.Matrix;

/// <summary>Every fault on every kind of page, over real sockets: what is collected, and what is said of the rest.</summary>
internal sealed class FaultMatrix
{
    private const int PageSize = 20;
    private const int Resources = PageSize * FaultCase.Pages;
    private const int AtATime = 4;
    private const string Project = "matrix";

    private readonly ConcurrentDictionary<FaultCase, FaultOutcome> _outcomes = [];

    public FaultOutcome this[FaultCase cell] => _outcomes[cell];

    /// <summary>Runs all cells, a few at a time.</summary>
    public static Task<FaultMatrix> RunAsync(CancellationToken cancellationToken) => RunAsync(null, cancellationToken);

    /// <summary>Runs all cells, each in processes that are killed.</summary>
    /// <param name="kills">When; null: never, and without a checkpoint.</param>
    /// <param name="cancellationToken">To be obeyed.</param>
    public static async Task<FaultMatrix> RunAsync(KillPlan? kills, CancellationToken cancellationToken)
    {
        var matrix = new FaultMatrix();
        var expected = new Dictionary<bool, IReadOnlyList<string>>
        {
            [true] = (await CollectAsync(isAggregated: true, null, static _ => { }, null, cancellationToken)).Names,
            [false] = (await CollectAsync(isAggregated: false, null, static _ => { }, null, cancellationToken)).Names,
        };
        var cells = FaultRows.All.SelectMany(row => FaultCase.Of(row, isOnce: true).Concat(FaultCase.Of(row, isOnce: false))).Where(cell => cell.Exists);
        await Parallel.ForEachAsync(
            cells,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (cell, token) => matrix._outcomes[cell] = await RunAsync(cell, expected[cell.IsAggregated], kills, token));
        return matrix;
    }

    private static async Task<FaultOutcome> RunAsync(FaultCase cell, IReadOnlyList<string> expected, KillPlan? kills, CancellationToken cancellationToken)
    {
        var fault = cell.Row.Make();
        fault.Page = cell.Page;
        fault.Times = cell.IsOnce ? 1 : null;
        if (fault.Kind == FaultKind.UnreachableScope)
        {
            fault.Unreachable = PlaceOf(expected[cell.Page * PageSize]);
        }

        var outcome = await CollectAsync(cell.IsAggregated, fault, cell.Row.Configure, kills, cancellationToken);
        return outcome with
        {
            Expected = expected,
            MayBeMissing = [.. expected.Skip(cell.Page * PageSize).Where(name => fault.Unreachable is { } place && PlaceOf(name) == place)],
        };
    }

    private static async Task<FaultOutcome> CollectAsync(
        bool isAggregated, EmulatorFault? fault, Action<GoogleCloudOptions> configure, KillPlan? kills, CancellationToken cancellationToken)
    {
        var estate = new GoogleCloudEmulatorOptions { ResourcesPerCollection = Resources };
        if (fault is not null)
        {
            estate.Faults.Add(fault);
        }

        await using var emulator = await GoogleCloudEmulator.StartAsync(estate, cancellationToken);
        var options = new GoogleCloudOptions { Endpoint = emulator.Endpoint.ToString(), PageSize = PageSize };
        configure(options);
        var selection = new GoogleCloudSelection { Projects = [Project], Types = [isAggregated ? "compute.disks" : "compute.snapshots"] };
        if (kills is not null)
        {
            var killed = new KilledRun(options, selection) { Interval = kills.Interval };
            await killed.CollectAsync(kills.Records, cancellationToken);
            return ToOutcome(killed);
        }

        await using var inventory = new GoogleCloudInventory(options, null, null, new SkippingClock(), null);
        var run = new SequentialCollector().Collect(new CollectionRequest(inventory.GetSourcesAsync(selection, cancellationToken)));
        List<string> names = [];
        List<InventoryError> errors = [];
        await foreach (var record in run.WithCancellation(cancellationToken))
        {
            if (record.Error is { } error)
            {
                errors.Add(error);
            }
            else
            {
                names.Add(record.Name);
            }
        }

        var state = Enum.GetValues<ScopeState>().Single(state => run.Summary.Scopes(state) == 1);
        return new FaultOutcome(names, names, errors, state, run.Summary.Requests, run.Summary.Retries);
    }

    /// <summary>The list's own end; a place that is missing from an aggregated one has another.</summary>
    private static FaultOutcome ToOutcome(KilledRun run)
    {
        if (run.Ends.DistinctBy(end => end.Scope).Count() != run.Ends.Count || run.Summary!.Resources != run.Names.Count || run.Checkpoint.Current is not null)
        {
            throw new InvalidOperationException(
                $"{run.Summary!.Resources} resources are counted and {run.Names.Count} are there; the ends are {string.Join(", ", run.Ends.Select(end => $"{end.Scope} {end.State}"))}.");
        }

        var state = run.Ends.Single(end => end.Scope is "aggregated" or "global").State;
        return new FaultOutcome(run.Names, run.Names, run.Errors, state, run.Summary.Requests, run.Summary.Retries);
    }

    /// <summary>The scope's key in <c>//host/projects/p/zones/z/disks/d</c>: <c>zones/z</c>, or <c>global</c>.</summary>
    private static string PlaceOf(string name)
    {
        var parts = name.Split('/');
        return parts[5] == "global" ? "global" : $"{parts[5]}/{parts[6]}";
    }
}
