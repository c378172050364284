namespace Inventory.Memory.Cli.Output;

/// <summary>A file that is there whole or not at all: written beside its place, then renamed.</summary>
internal sealed class SummaryFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private FileStream? _file;

    private SummaryFile(string path, string temporary, FileStream file)
    {
        _path = path;
        _temporary = temporary;
        _file = file;
    }

    /// <summary>Begins at once, so that a path that cannot be written is known before the run, not after it.</summary>
    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    public static SummaryFile? Open(string? path)
    {
        if (path is null)
        {
            return null;
        }

        // A device must not be replaced by a file of its name.
        var temporary = OutputFile.IsDevice(path) ? path : path + ".new";
        try
        {
            if (Directory.Exists(path))
            {
                throw new UnauthorizedAccessException();
            }

            if (temporary != path)
            {
                // What a killed run left; and a new file follows no link that somebody may have put there.
                File.Delete(temporary);
            }

            return new SummaryFile(path, temporary, new FileStream(temporary, OptionsFor(isDevice: temporary == path)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw CannotWrite(path, failure);
        }
    }

    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    public void Write(Action<Stream> write)
    {
        try
        {
            write(_file!);
            Close();
            if (_temporary != _path)
            {
                File.Move(_temporary, _path, overwrite: true);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(_path, failure);
        }
    }

    /// <summary>Without a write, nothing is left behind.</summary>
    public void Dispose()
    {
        Close();
        if (_temporary != _path)
        {
            File.Delete(_temporary);
        }
    }

    private static FileStreamOptions OptionsFor(bool isDevice)
    {
        var options = new FileStreamOptions { Mode = isDevice ? FileMode.Open : FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && !isDevice)
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static CommandFailedException CannotWrite(string path, Exception failure) =>
        new(ExitCode.Failed, $"The summary '{path}' cannot be written: {FileProblem.Explain(failure)}", failure);

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
