using Inventory.Memory.Checkpoints;

namespace Inventory.Memory.Cli.Output;

/// <summary>A file that is there whole or not at all: written beside its place, then renamed. A pipe or device is written as it is.</summary>
internal sealed class SummaryFile : IDisposable
{
    private static readonly OutputFile s_files = new("summary", "--summary");

    private readonly string _path;
    private readonly string _target;
    private readonly OutputStream? _stream;
    private readonly Interruption _interruption;

    private SummaryFile(string path, OutputStream? stream, Interruption interruption)
    {
        (_path, _stream, _interruption) = (path, stream, interruption);
        _target = TemporaryFile.FollowLinks(path);
    }

    /// <summary>
    /// Tries at once, so that a path that cannot be written is known before the run, not after it. A device is opened; of a
    /// file nothing is left until there is something to write, so that a run that is killed leaves nothing either.
    /// </summary>
    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public static SummaryFile? Open(string? path, Interruption interruption)
    {
        if (path is null)
        {
            return null;
        }

        if (FileFacts.IsStream(path))
        {
            return new SummaryFile(path, s_files.Open(path, OpenMode.GoOn, exclusive: false, interruption), interruption);
        }

        var summary = new SummaryFile(path, null, interruption);
        summary.Guard(() =>
        {
            if (FileFacts.Of(path).Kind == FileKind.Folder)
            {
                throw new UnauthorizedAccessException();
            }

            TemporaryFile.Try(summary._target);
        });
        return summary;
    }

    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    public void Write(Action<Stream> write) => Guard(() =>
    {
        if (_stream is not null)
        {
            write(_stream);
            return;
        }

        TemporaryFile.RemoveLeftovers(_target);
        TemporaryFile.Replace(_target, write, durable: false);
    });

    public void Dispose() => _stream?.Dispose();

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw s_files.CannotWrite($"'{_path}'", failure, _interruption);
        }
    }
}
