using Inventory.Memory.Checkpoints;
using Inventory.Memory.Cli.Commands;

namespace Inventory.Memory.Cli.Output;

/// <summary>The files that one run writes.</summary>
internal sealed class RunFiles : IDisposable
{
    private RunFiles(SummaryFile? summary, RecordOutput records, ManifestOutput? manifest) =>
        (Summary, Records, Manifest) = (summary, records, manifest);

    public SummaryFile? Summary { get; }

    public RecordOutput Records { get; }

    public ManifestOutput? Manifest { get; }

    /// <summary>Refuses what is there and must not be lost, before anything is started or touched.</summary>
    /// <exception cref="CommandFailedException">A path cannot be used.</exception>
    public static void ThrowIfRefused(CollectSettings settings)
    {
        if (settings.Output is { } output && output != "-")
        {
            RecordOutput.Files.ThrowIfRefused(output, ModeOf(settings, output));
        }

        if (settings.Completeness.ManifestFile is { } manifest)
        {
            ManifestOutput.Files.ThrowIfRefused(manifest, ModeOf(settings, manifest));
        }
    }

    /// <exception cref="CommandFailedException">A file cannot be written.</exception>
    public static RunFiles Open(CollectSettings settings)
    {
        var (output, manifest) = (settings.Output, settings.Completeness.ManifestFile);
        var exclusive = settings.Completeness.CheckpointFile is not null;
        SummaryFile? summary = null;
        RecordOutput? records = null;
        try
        {
            // A path for the summary that cannot be written is known before a file is replaced. But where a second run may
            // be at the same files, the output's lock comes first.
            summary = exclusive ? null : SummaryFile.Open(settings.SummaryFile);
            records = RecordOutput.Open(output, ModeOf(settings, output), exclusive, settings.Redact);
            summary ??= SummaryFile.Open(settings.SummaryFile);
            return new RunFiles(summary, records, ManifestOutput.Open(manifest, ModeOf(settings, manifest), exclusive));
        }
        catch
        {
            records?.Dispose();
            summary?.Dispose();
            throw;
        }
    }

    /// <summary>What is said when a run cannot go on from its checkpoint, or cannot keep one.</summary>
    public static CommandFailedException Explain(CheckpointException failure, CollectSettings settings)
    {
        var file = settings.Completeness.CheckpointFile;
        return failure.Problem == CheckpointProblem.StoreFailed
            ? new CommandFailedException(ExitCode.Failed, $"The checkpoint '{file}' cannot be kept: {FileProblem.Explain(Cause(failure))}", failure)
            : CommandFailedException.Usage($"--checkpoint '{file}': {failure.Message}", failure);
    }

    public DurabilityOptions CreateDurability(CollectSettings settings)
    {
        var wanted = settings.Completeness;
        var file = wanted.CheckpointFile;
        var durability = new DurabilityOptions
        {
            Outputs = Manifest is null ? [Records] : [Records, Manifest],
            Sync = wanted.Sync ?? (file is null ? SyncMode.None : SyncMode.Checkpoint),
        };
        if (file is not null)
        {
            durability.Store = new FileCheckpointStore(file);
            durability.Request = RunIdentity.Of(settings);
        }

        return durability;
    }

    /// <summary>Without its write, a summary leaves nothing behind.</summary>
    public void Dispose()
    {
        Manifest?.Dispose();
        Records.Dispose();
        Summary?.Dispose();
    }

    /// <summary>An empty file is what a run leaves that was killed before its first checkpoint: nothing is lost with it.</summary>
    private static OpenMode ModeOf(CollectSettings settings, string? path) =>
        settings.Completeness.Resumes || (settings.Completeness.CheckpointFile is not null && path is not null && new FileInfo(path) is { Exists: true, Length: 0 })
            ? OpenMode.GoOn
        : settings.Overwrite ? OpenMode.Replace
        : OpenMode.New;

    private static Exception Cause(Exception failure) => failure.InnerException is { } inner ? Cause(inner) : failure;
}
