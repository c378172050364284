namespace Inventory.Memory.MemoryBenchmark.Workers;

/// <summary>A process of this program that does nothing: what a strategy's growth is counted from.</summary>
internal static class IdleWorker
{
    public static Task<int> RunAsync() => Task.FromResult(0);
}
