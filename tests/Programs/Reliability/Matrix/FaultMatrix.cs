using System.Collections.Concurrent;
using Inventory.Memory.GoogleCloud;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;

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
    public static async Task<FaultMatrix> RunAsync(CancellationToken cancellationToken)
    {
        var matrix = new FaultMatrix();
        var expected = new Dictionary<bool, IReadOnlyList<string>>
        {
            [true] = (await CollectAsync(isAggregated: true, null, static _ => { }, cancellationToken)).Names,
            [false] = (await CollectAsync(isAggregated: false, null, static _ => { }, cancellationToken)).Names,
        };
        var cells = FaultRows.All.SelectMany(row => FaultCase.Of(row, isOnce: true).Concat(FaultCase.Of(row, isOnce: false))).Where(cell => cell.Exists);
        await Parallel.ForEachAsync(
            cells,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (cell, token) => matrix._outcomes[cell] = await RunAsync(cell, expected[cell.IsAggregated], token));
        return matrix;
    }

    private static async Task<FaultOutcome> RunAsync(FaultCase cell, IReadOnlyList<string> expected, CancellationToken cancellationToken)
    {
        var fault = cell.Row.Make();
        fault.Page = cell.Page;
        fault.Times = cell.IsOnce ? 1 : null;
        if (fault.Kind == FaultKind.UnreachableScope)
        {
            fault.Unreachable = PlaceOf(expected[cell.Page * PageSize]);
        }

        var outcome = await CollectAsync(cell.IsAggregated, fault, cell.Row.Configure, cancellationToken);
        return outcome with
        {
            Expected = expected,
            MayBeMissing = [.. expected.Skip(cell.Page * PageSize).Where(name => fault.Unreachable is { } place && PlaceOf(name) == place)],
        };
    }

    private static async Task<FaultOutcome> CollectAsync(
        bool isAggregated, EmulatorFault? fault, Action<GoogleCloudOptions> configure, CancellationToken cancellationToken)
    {
        var estate = new GoogleCloudEmulatorOptions { ResourcesPerCollection = Resources };
        if (fault is not null)
        {
            estate.Faults.Add(fault);
        }

        await using var emulator = await GoogleCloudEmulator.StartAsync(estate, cancellationToken);
        var options = new GoogleCloudOptions { Endpoint = emulator.Endpoint.ToString(), PageSize = PageSize };
        configure(options);
        await using var inventory = new GoogleCloudInventory(options, null, null, new SkippingClock(), null);
        var selection = new GoogleCloudSelection { Projects = [Project], Types = [isAggregated ? "compute.disks" : "compute.snapshots"] };
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

    /// <summary>The scope's key in <c>//host/projects/p/zones/z/disks/d</c>: <c>zones/z</c>, or <c>global</c>.</summary>
    private static string PlaceOf(string name)
    {
        var parts = name.Split('/');
        return parts[5] == "global" ? "global" : $"{parts[5]}/{parts[6]}";
    }
}
