namespace Inventory.Memory.MemoryBenchmark.Strategies;

/// <summary>The same order, while the next answers are already on their way: the library's default.</summary>
internal sealed class LookAheadStrategy : SequentialStrategy
{
    public override string Key => "look-ahead";

    public override string Title => "sequential, look-ahead";

    protected override SequentialCollectorOptions Options() => new();
}
