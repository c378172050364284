namespace Inventory.Memory.Cli.Output;

/// <summary>A file that is there whole or not at all: written beside its place, then renamed.</summary>
internal sealed class SummaryFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private FileStream? _file;

    private SummaryFile(string path, string temporary)
    {
        _path = path;
        _temporary = temporary;
    }

    /// <summary>
    /// Tries at once, so that a path that cannot be written is known before the run, not after it. A device is opened; of a
    /// file nothing is left until there is something to write, so that a run that is killed leaves nothing either.
    /// </summary>
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

            var summary = new SummaryFile(path, temporary);
            summary.Begin();
            if (temporary != path)
            {
                summary.Dispose();
            }

            return summary;
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
            Begin();
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

    private void Begin()
    {
        if (_file is null && _temporary != _path)
        {
            // What a run left that was killed as it wrote; and a new file follows no link that somebody may have put there.
            File.Delete(_temporary);
        }

        _file ??= new FileStream(_temporary, OptionsFor(isDevice: _temporary == _path));
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
