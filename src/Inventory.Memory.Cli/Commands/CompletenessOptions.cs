using System.CommandLine;
using System.CommandLine.Parsing;
using Inventory.Memory.Checkpoints;
using Inventory.Memory.Cli.Output;

namespace Inventory.Memory.Cli.Commands;

/// <summary>The options that make a run complete, or make it say what is missing.</summary>
internal static class CompletenessOptions
{
    private static readonly ScopeState[] s_nameable =
        [ScopeState.Empty, ScopeState.Partial, ScopeState.Disabled, ScopeState.Denied, ScopeState.Failed, ScopeState.Skipped];

    private static readonly ScopeState[] s_failing = [ScopeState.Partial, ScopeState.Denied, ScopeState.Failed, ScopeState.Skipped];

    private static readonly Option<string?> s_checkpoint = CollectOptions.FilePath("--checkpoint", "FILE", "Keep in FILE where the run is, and go on from there if it exists. Needs -o FILE. Removed when the run has come to its end.");
    private static readonly Option<SyncMode?> s_sync = new("--sync")
    {
        HelpName = "none|checkpoint|page",
        Description = "When the output is forced onto the disk: never, every second with the checkpoint, or after each page. Default: checkpoint with --checkpoint, else none.",
        CustomParser = result => CollectOptions.Read(
            result,
            CollectOptions.Value(result) switch { "none" => SyncMode.None, "checkpoint" => SyncMode.Checkpoint, "page" => SyncMode.Page, _ => (SyncMode?)null },
            "none, checkpoint or page"),
    };
    private static readonly Option<string?> s_manifest = CollectOptions.FilePath("--manifest", "FILE", "Write how each scope ended, a line of JSON as it ends.");
    private static readonly Option<string?> s_retry = CollectOptions.FilePath("--retry-incomplete", "MANIFEST", "Collect just the scopes that did not end complete, empty or disabled in the run that wrote MANIFEST; -p, -t and -l narrow them down.");
    private static readonly Option<ScopeState[]?> s_failOn = States("--fail-on", "Let these states of a scope make the exit code 3, too: empty or disabled.");
    private static readonly Option<ScopeState[]?> s_ignore = States("--ignore", "Let these states of a scope not make the exit code 3: partial, denied, failed or skipped.");

    public static IEnumerable<Option> All => [s_checkpoint, s_sync, s_manifest, s_retry, s_failOn, s_ignore];

    public static CompletenessSettings Read(ParseResult parsed)
    {
        ScopeState[] failOn = parsed.GetValue(s_failOn) ?? [], ignore = parsed.GetValue(s_ignore) ?? [];
        if (failOn.Intersect(ignore).Cast<ScopeState?>().FirstOrDefault() is { } both)
        {
            throw CommandFailedException.Usage($"--fail-on and --ignore both name '{both.ToText()}'. Leave it out of one of them.");
        }

        return new CompletenessSettings
        {
            CheckpointFile = parsed.GetValue(s_checkpoint),
            Sync = parsed.GetValue(s_sync),
            ManifestFile = parsed.GetValue(s_manifest),
            RetryIncomplete = parsed.GetValue(s_retry),
            FailingStates = [.. s_failing.Union(failOn).Except(ignore)],
        };
    }

    /// <summary>Whether a manifest says what to collect.</summary>
    public static bool Retries(ParseResult parsed) => parsed.GetValue(s_retry) is not null;

    /// <summary>Refuses what does not go together, before anything is started or touched.</summary>
    /// <exception cref="CommandFailedException">The command line cannot be carried out.</exception>
    public static void ThrowIfContradictory(CollectSettings settings)
    {
        var wanted = settings.Completeness;
        if (!RecordOutput.IsFile(settings.Output))
        {
            ThrowIfGiven("--checkpoint", wanted.CheckpointFile);
            ThrowIfGiven("--sync", wanted.Sync?.ToString());
        }

        NamedFiles.ThrowIfRefused(settings);
        if (wanted.RetryIncomplete is { } earlier)
        {
            ThrowIfUnreadable(earlier, wanted.CheckpointFile);
        }

        if (wanted is { CheckpointFile: not null, ManifestFile: { } manifest } && !RecordOutput.IsFile(manifest))
        {
            throw CommandFailedException.Usage($"--manifest '{manifest}' is a device, which --checkpoint cannot cut back. Give the path of a file.");
        }
    }

    /// <summary>Before the output is made.</summary>
    private static void ThrowIfUnreadable(string manifest, string? checkpoint)
    {
        if (FileFacts.Of(manifest) is var found && found.Kind is FileKind.Nothing or FileKind.Folder)
        {
            throw CommandFailedException.Usage($"--retry-incomplete '{manifest}' does not exist, or is a folder. Give the path of the file that --manifest wrote.");
        }

        if (found is { Kind: FileKind.File, Length: 0 })
        {
            throw ManifestInput.HoldsNothing(manifest);
        }

        if (checkpoint is not null && FileFacts.IsStream(manifest))
        {
            throw CommandFailedException.Usage($"--retry-incomplete '{manifest}' can be read only once, and --checkpoint has to recognise it. Give the path of a file.");
        }
    }

    private static void ThrowIfGiven(string option, string? value)
    {
        if (value is not null)
        {
            throw CommandFailedException.Usage($"{option} needs -o with the path of a file: what went to standard output or a device cannot be cut back or kept safe.");
        }
    }

    private static Option<ScopeState[]?> States(string name, string description) => new(name)
    {
        HelpName = "STATE,...",
        Description = description,
        CustomParser = result => CollectOptions.Read(result, ParseStates(CollectOptions.Value(result)), $"one or more of {string.Join(", ", s_nameable.Select(state => state.ToText()))}, with commas"),
    };

    private static ScopeState[]? ParseStates(string text)
    {
        var states = text.Split(',', StringSplitOptions.TrimEntries).Select(ScopeStates.Parse).ToList();
        return states.TrueForAll(state => state is { } known && s_nameable.Contains(known)) ? [.. states.Select(state => state!.Value)] : null;
    }
}
