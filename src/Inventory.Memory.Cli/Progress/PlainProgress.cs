using System.Globalization;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Cli.Progress;

/// <summary>A line every ten seconds: for logs, where nobody watches.</summary>
internal sealed class PlainProgress(CollectionSummary summary, MemoryMonitor monitor) : ProgressDisplay(summary, monitor)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    protected override async Task ShowAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_interval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                var seconds = Math.Max(Summary.Elapsed.TotalSeconds, 0.001);
                StandardError.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s: {Summary.Resources} resources, {Summary.Resources / seconds:F0} a second, {Summary.Errors} errors, memory of this process {Megabytes(Monitor.Latest.RssBytes)}, {Where()}"));
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }
}
