namespace Inventory.Memory.MemoryBenchmark.Strategies;

/// <summary>What nobody should do with this library, the governor on: every record detached and kept.</summary>
internal sealed class KeepDetachedStrategy : SequentialStrategy
{
    private readonly List<DetachedRecord> _kept = [];

    public override string Key => "keep-detached";

    public override string Title => "keep every record (governed)";

    protected override async Task ConsumeAsync(CollectionRun run, Stream output)
    {
        await foreach (var record in run)
        {
            _kept.Add(record.Detach());
        }

        // The list is alive until here, as it would be in a program that sorts it or writes it at the end.
        GC.KeepAlive(_kept);
    }
}
