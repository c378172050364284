using Inventory.Memory.Cli.Commands;

namespace Inventory.Memory.Cli.Output;

/// <summary>The files that a command line names: none of those that are written is another of them, under whatever name.</summary>
internal static class NamedFiles
{
    /// <exception cref="CommandFailedException">One is standard output, or two are the same file.</exception>
    public static void ThrowIfRefused(CollectSettings settings)
    {
        var wanted = settings.Completeness;
        ThrowIfStandardOutput("--summary", settings.SummaryFile);
        ThrowIfStandardOutput("--manifest", wanted.ManifestFile);
        ThrowIfStandardOutput("--checkpoint", wanted.CheckpointFile);

        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        if (RecordOutput.IsStandardOutput(settings.Output))
        {
            AddOpenFile("standard output", descriptor: 1);
        }
        else
        {
            // A log among the records is none of them. On a standard output of both, that is what was asked for.
            AddOpenFile("standard error", descriptor: 2);
            Add("-o", settings.Output);
        }

        Add("--manifest", wanted.ManifestFile);
        Add("--summary", settings.SummaryFile);
        Add("--checkpoint", wanted.CheckpointFile);
        ThrowIfWritten("--retry-incomplete", wanted.RetryIncomplete);
        ThrowIfWritten("--catalog", settings.Selection.CatalogFile);
        ThrowIfWritten("--ca-file", settings.CaFile);
        ThrowIfWritten("--access-token-file", settings.AccessTokenFile);

        void AddOpenFile(string name, int descriptor)
        {
            if (FileFacts.Of(descriptor) is { Kind: FileKind.File, Identity: { } identity })
            {
                written.Add(identity, name);
            }
        }

        void Add(string option, string? path)
        {
            if (RecordOutput.IsFile(path))
            {
                ThrowIfWritten(option, path);
                written.Add(FileFacts.KeyOf(path!), option);
            }
        }

        void ThrowIfWritten(string option, string? path)
        {
            if (RecordOutput.IsFile(path) && written.TryGetValue(FileFacts.KeyOf(path!), out var other))
            {
                throw CommandFailedException.Usage($"{other} and {option} name the same file, '{path}'. Give each a path of its own.");
            }
        }
    }

    private static void ThrowIfStandardOutput(string option, string? path)
    {
        if (path == "-")
        {
            throw CommandFailedException.Usage($"{option} is '-', but standard output carries records alone. Give the path of a file; './-' is a file of that name.");
        }
    }
}
