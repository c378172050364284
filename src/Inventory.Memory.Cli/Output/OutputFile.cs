namespace Inventory.Memory.Cli.Output;

/// <summary>How files that a run writes are opened, and what is said when that or writing to them fails.</summary>
/// <param name="what">What the file is to the user, such as <c>output</c>.</param>
/// <param name="option">The option that named it.</param>
internal sealed class OutputFile(string what, string option)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Refuses what is there and must not be lost, before anything is started or touched.</summary>
    /// <exception cref="CommandFailedException">The path cannot be used.</exception>
    public void ThrowIfRefused(string path, OpenMode mode)
    {
        if (FileFacts.IsStream(path))
        {
            return;
        }

        var kind = FileFacts.Of(path).Kind;
        if (kind == FileKind.Folder)
        {
            throw CommandFailedException.Usage($"The {what} '{path}' is a folder. Give the path of a file to {option}.");
        }

        if (mode == OpenMode.GoOn && kind != FileKind.File)
        {
            throw CommandFailedException.Usage($"The {what} '{path}' is not there, but the checkpoint says that it was begun. Put it back, or remove the checkpoint to start again.");
        }

        if (mode == OpenMode.New && (kind != FileKind.Nothing || new FileInfo(path).LinkTarget is not null))
        {
            throw ExistsAlready(path);
        }
    }

    /// <param name="path">Of the file.</param>
    /// <param name="mode">What may be there.</param>
    /// <param name="exclusive">Whether no second run may write to it meanwhile.</param>
    /// <param name="interruption">Ends the wait for the reader of a pipe.</param>
    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public OutputStream Open(string path, OpenMode mode, bool exclusive, Interruption interruption)
    {
        try
        {
            var isStream = FileFacts.IsStream(path);
            return isStream && !OperatingSystem.IsWindows()
                ? DescriptorStream.Open(path, interruption.Token)
                : new FileOutputStream(OpenFile(path, mode, exclusive, isStream), path, canRewind: !isStream);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw CannotWrite($"'{path}'", failure, interruption);
        }
    }

    public CommandFailedException ExistsAlready(string path) =>
        CommandFailedException.Usage($"The {what} '{path}' exists already. Give another path to {option}, or --overwrite to replace it.");

    /// <summary>Somebody else has taken it away: what is written goes to a file that has no name any more.</summary>
    public CommandFailedException IsGone(string target) => new(
        ExitCode.Failed,
        $"The {what} {target} was deleted, replaced or cut while the run wrote it: what was collected is not there. Collect again, and leave the file alone until the run has ended.");

    public CommandFailedException CannotWrite(string target, Exception failure, Interruption interruption, string more = "") => failure is OutputBlockedException
        ? new CommandFailedException(interruption.ExitCode, failure.Message, failure)
        : new CommandFailedException(ExitCode.Failed, $"The {what} {target} cannot be written: {FileProblem.Explain(failure)}{more}", failure);

    private static FileStream OpenFile(string path, OpenMode mode, bool exclusive, bool isDevice)
    {
        var options = new FileStreamOptions
        {
            Mode = isDevice || mode == OpenMode.GoOn ? FileMode.Open : mode == OpenMode.Replace ? FileMode.Create : FileMode.CreateNew,
            Access = isDevice ? FileAccess.Write : FileAccess.ReadWrite,
            Share = exclusive ? FileShare.None : FileShare.ReadWrite,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows() && options.Mode != FileMode.Open)
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var file = new FileStream(path, options);
        if (!isDevice && !file.CanSeek)
        {
            // It was something else when it was looked at.
            file.Dispose();
            throw new IOException("It is not a file any more");
        }

        return file;
    }
}
