using Inventory.Memory;
using Inventory.Memory.GoogleCloud;
using Microsoft.Extensions.Options;

namespace Worker;

/// <summary>Collects now and then. A run that memory stops ends by itself; the next one begins anew.</summary>
internal sealed partial class InventoryWorker(
    GoogleCloudInventory google,
    ISequentialCollector collector,
    IOptionsMonitor<WorkerOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<InventoryWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var runs = 1; ; runs++)
        {
            var summary = await CollectAsync(stoppingToken);
            Collected(logger, summary.State, summary.Resources, summary.Errors, summary.Memory?.ToString());
            if (runs == options.CurrentValue.Runs)
            {
                Environment.ExitCode = summary.State == RunState.Complete ? 0 : 1;
                lifetime.StopApplication();
                return;
            }

            await Task.Delay(options.CurrentValue.Interval, stoppingToken);
        }
    }

    private async Task<CollectionSummary> CollectAsync(CancellationToken cancellationToken)
    {
        var settings = options.CurrentValue;
        var selection = new GoogleCloudSelection { Projects = [settings.Project] };
        var run = collector.Collect(new CollectionRequest(google.GetSourcesAsync(selection, cancellationToken)));
        var unfinished = settings.Output + ".tmp";
        await using (var file = File.Create(unfinished))
        {
            var writer = new NdjsonWriter(file);
            await foreach (var record in run.WithCancellation(cancellationToken))
                await writer.WriteAsync(record, cancellationToken);
            await writer.FlushAsync(cancellationToken);
        }

        if (run.Summary.State is RunState.Complete or RunState.Partial)
            File.Move(unfinished, settings.Output, overwrite: true);
        return run.Summary;
    }

    [LoggerMessage(LogLevel.Information, "{State}: {Resources} resources, {Errors} errors. {Memory}")]
    private static partial void Collected(ILogger logger, RunState state, long resources, long errors, string? memory);
}
