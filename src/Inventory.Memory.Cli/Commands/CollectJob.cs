using Inventory.Memory.Checkpoints;
using Inventory.Memory.Cli.Emulator;
using Inventory.Memory.Cli.Logging;
using Inventory.Memory.Cli.Output;
using Inventory.Memory.Cli.Progress;
using Inventory.Memory.Cli.Values;
using Inventory.Memory.GoogleCloud;
using Inventory.Memory.Manifests;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.Cli.Commands;

/// <summary><c>inventory collect</c>: one run from the emulator's start to the exit code.</summary>
internal sealed class CollectJob(CollectSettings settings, Interruption interruption)
{
    /// <exception cref="CommandFailedException">The run could not begin, or its output could not be written.</exception>
    public Task<int> RunAsync()
    {
        GoogleCloudSetup.ThrowIfContradictory(settings);
        CompletenessOptions.ThrowIfContradictory(settings);
        RunFiles.ThrowIfRefused(settings);
        return EmulatorChild.UseAsync(settings, RunAsync, interruption.Token);
    }

    private async Task<int> RunAsync(string? endpoint)
    {
        using var loggers = StandardErrorLoggerFactory.Create(settings.Verbosity);
        using var google = await GoogleCloudSetup.OpenAsync(settings, endpoint, loggers, interruption.Token).ConfigureAwait(false);
        var sources = GoogleCloudSetup.Select(settings, google.Inventory, interruption.Token);

        // Only now, when everything else is known to be right, is a file touched.
        using var files = RunFiles.Open(settings, interruption);
        return await CollectAsync(sources, files, loggers).ConfigureAwait(false);
    }

    private async Task<int> CollectAsync(IAsyncEnumerable<ResourceSource> sources, RunFiles files, ILoggerFactory loggers)
    {
        var limits = new MemoryMonitorOptions();
        settings.MemoryLimit?.ApplyTo(limits);
        using var monitor = new MemoryMonitor(limits, logger: loggers.CreateLogger("Memory"));
        var governor = new MemoryGovernor(
            monitor,
            GcPolicies.Create(settings.GcPolicy),
            new MemoryGovernorOptions { Enabled = settings.Governed },
            logger: loggers.CreateLogger("Governor"));
        var collector = new SequentialCollector(
            new SequentialCollectorOptions { LookAhead = settings.LookAhead },
            governor,
            logger: new Logger<SequentialCollector>(loggers));
        StartupHeap.Age();
        var run = collector.Collect(new CollectionRequest(sources)
        {
            PageSize = settings.PageSize,
            Deadline = settings.Deadline,
            Durability = files.CreateDurability(settings),
            ScopeEnded = files.Manifest is { } manifest ? manifest.WriteAsync : null,
        });

        var problems = new RunProblems();
        CommandFailedException? failure = null;
        var progress = ProgressDisplay.Start(run.Summary, monitor, settings);
        await using (progress.ConfigureAwait(false))
        {
            failure = await TransferAsync(run, files.Records, problems).ConfigureAwait(false);
        }

        if (!files.Records.IsWritten)
        {
            TypeTable.Write(run.Summary);
        }

        EndReport.Write(run.Summary, problems);
        files.Summary?.Write(stream => SummaryJson.Write(stream, run.Summary, FinalState(run.Summary, failure), settings));
        if (settings.Completeness.Resumes)
        {
            StandardError.WriteLine($"The same command goes on from the checkpoint '{settings.Completeness.CheckpointFile}'.");
        }

        if (failure is not null)
        {
            throw failure;
        }

        if (run.Summary.State != RunState.Cancelled)
        {
            return ExitCode.Of(run.Summary, settings.Completeness.FailingStates);
        }

        StandardError.WriteProblem("cancelled; the records until then are whole and valid.");
        return interruption.ExitCode;
    }

    /// <summary>Every record into the output. Answers what went wrong there; what went wrong elsewhere is in the summary.</summary>
    private async Task<CommandFailedException?> TransferAsync(CollectionRun run, RecordOutput output, RunProblems problems)
    {
        try
        {
            try
            {
                await foreach (var record in run.WithCancellation(interruption.Token).ConfigureAwait(false))
                {
                    if (record.Error is { } error)
                    {
                        problems.Add(error);
                    }

                    await output.WriteAsync(record).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (interruption.ExitCode != 0)
            {
                // What was collected until now is as good as any.
            }

            await output.CompleteAsync().ConfigureAwait(false);
            return null;
        }
        catch (CommandFailedException failure)
        {
            return failure;
        }
        catch (OutOfMemoryException failure)
        {
            return CommandFailedException.RanOut(failure);
        }
        catch (CheckpointException failure)
        {
            return RunFiles.Explain(failure, settings);
        }
        catch (CredentialsException failure)
        {
            return new CommandFailedException(ExitCode.Failed, failure.Message, failure);
        }
        catch (ManifestException failure)
        {
            return CommandFailedException.Usage($"--retry-incomplete '{settings.Completeness.RetryIncomplete}': {failure.Message}", failure);
        }
    }

    private static RunState FinalState(CollectionSummary summary, CommandFailedException? failure) => failure?.ExitCode switch
    {
        ExitCode.Failed => RunState.Failed,
        ExitCode.Stopped => RunState.Stopped,
        _ => summary.State,
    };
}
