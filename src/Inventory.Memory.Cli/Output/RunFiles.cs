using Inventory.Memory.Checkpoints;
using Inventory.Memory.Cli.Commands;

namespace Inventory.Memory.Cli.Output;

/// <summary>The files that one run writes.</summary>
internal sealed class RunFiles : IDisposable
{
    private readonly CheckpointFile? _checkpoint;

    private RunFiles(SummaryFile? summary, RecordOutput records, ManifestOutput? manifest, CheckpointFile? checkpoint) =>
        (Summary, Records, Manifest, _checkpoint) = (summary, records, manifest, checkpoint);

    public SummaryFile? Summary { get; }

    public RecordOutput Records { get; }

    public ManifestOutput? Manifest { get; }

    /// <summary>Refuses what is there and must not be lost, before anything is started or touched.</summary>
    /// <exception cref="CommandFailedException">A path cannot be used.</exception>
    public static void ThrowIfRefused(CollectSettings settings)
    {
        CheckpointFile.ThrowIfRefused(settings.Completeness.CheckpointFile);
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
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public static RunFiles Open(CollectSettings settings, Interruption interruption)
    {
        var (output, manifest) = (settings.Output, settings.Completeness.ManifestFile);
        var exclusive = settings.Completeness.CheckpointFile is not null;
        SummaryFile? summary = null;
        RecordOutput? records = null;
        ManifestOutput? manifests = null;
        try
        {
            // A path for the summary that cannot be written is known before a file is replaced. But where a second run may
            // be at the same files, the output's lock comes first.
            summary = exclusive ? null : SummaryFile.Open(settings.SummaryFile, interruption);
            records = RecordOutput.Open(output, ModeOf(settings, output), exclusive, settings.Redact, interruption);
            summary ??= SummaryFile.Open(settings.SummaryFile, interruption);
            manifests = ManifestOutput.Open(manifest, ModeOf(settings, manifest), exclusive, interruption);
            var checkpoint = CheckpointFile.Open(settings.Completeness.CheckpointFile);
            ThrowIfOthers(settings, records, manifests, checkpoint);
            return new RunFiles(summary, records, manifests, checkpoint);
        }
        catch
        {
            manifests?.Dispose();
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
        var durability = new DurabilityOptions
        {
            Outputs = Manifest is null ? [Records] : [Records, Manifest],
            Sync = wanted.Sync ?? (_checkpoint is null ? SyncMode.None : SyncMode.Checkpoint),
        };
        if (_checkpoint is not null)
        {
            durability.Store = _checkpoint;
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

    /// <summary>What was looked at before the files were opened may have changed: with them open, and locked, it is looked at again.</summary>
    private static void ThrowIfOthers(CollectSettings settings, RecordOutput records, ManifestOutput? manifest, CheckpointFile? checkpoint)
    {
        if (records.Identity is { } identity && identity == manifest?.Identity)
        {
            throw CommandFailedException.Usage($"-o '{settings.Output}' and --manifest '{settings.Completeness.ManifestFile}' are the same file. Give each a path of its own.");
        }

        if (checkpoint is not { Exists: false })
        {
            return;
        }

        if (records.IsBegun)
        {
            throw RecordOutput.Files.ExistsAlready(settings.Output!);
        }

        if (manifest is { IsBegun: true })
        {
            throw ManifestOutput.Files.ExistsAlready(settings.Completeness.ManifestFile!);
        }
    }

    /// <summary>An empty file is what a run leaves that was killed before its first checkpoint: nothing is lost with it.</summary>
    private static OpenMode ModeOf(CollectSettings settings, string? path) =>
        settings.Completeness.Resumes || (settings.Completeness.CheckpointFile is not null && path is not null && FileFacts.Of(path) is { Kind: FileKind.File, Length: 0 })
            ? OpenMode.GoOn
        : settings.Overwrite ? OpenMode.Replace
        : OpenMode.New;

    private static Exception Cause(Exception failure) => failure.InnerException is { } inner ? Cause(inner) : failure;
}
