using Inventory.Memory.Checkpoints;

namespace Inventory.Memory.Cli.Commands;

/// <summary>How a run keeps what it has got, goes on, and says what is missing.</summary>
internal sealed class CompletenessSettings
{
    public string? CheckpointFile { get; init; }

    /// <summary>Null: with a checkpoint at each one, else left to the operating system.</summary>
    public SyncMode? Sync { get; init; }

    public string? ManifestFile { get; init; }

    /// <summary>The manifest of an earlier run, of which only what is missing is collected.</summary>
    public string? RetryIncomplete { get; init; }

    /// <summary>The states that make the exit code 3.</summary>
    public required IReadOnlyCollection<ScopeState> FailingStates { get; init; }

    /// <summary>Whether a run that was ended goes on.</summary>
    public bool Resumes => CheckpointFile is not null && Output.FileFacts.Of(CheckpointFile).Kind == Output.FileKind.File;
}
