using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Cli.Progress;

internal sealed class NoProgress(CollectionSummary summary, MemoryMonitor monitor) : ProgressDisplay(summary, monitor)
{
    protected override Task ShowAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
