using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests;

/// <summary>A whole run, looked at afterwards.</summary>
public sealed record TestRun(CollectionSummary Summary, IReadOnlyList<string> Names, IReadOnlyList<InventoryError> Errors)
{
    public static Task<TestRun> CollectAsync(params ResourceSource[] sources) => CollectAsync(new CollectionRequest(sources));

    public static async Task<TestRun> CollectAsync(CollectionRequest request, SequentialCollector? collector = null)
    {
        var run = (collector ?? new SequentialCollector()).Collect(request);
        var names = new List<string>();
        var errors = new List<InventoryError>();
        await foreach (var record in run)
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

        return new TestRun(run.Summary, names, errors);
    }
}
