namespace Inventory.Memory.Cli.Output;

/// <summary>How files that a run writes are opened, and what is said when that or writing to them fails.</summary>
/// <param name="what">What the file is to the user, such as <c>output</c>.</param>
/// <param name="option">The option that named it.</param>
internal sealed class OutputFile(string what, string option)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A device or a pipe of the shell, such as /dev/null: nothing of it is lost by writing.</summary>
    public static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);

    /// <summary>Refuses what is there and must not be lost, before anything is started or touched.</summary>
    /// <exception cref="CommandFailedException">The path cannot be used.</exception>
    public void ThrowIfRefused(string path, OpenMode mode)
    {
        if (Directory.Exists(path))
        {
            throw CommandFailedException.Usage($"The {what} '{path}' is a folder. Give the path of a file to {option}.");
        }

        if (mode == OpenMode.GoOn && !File.Exists(path))
        {
            throw CommandFailedException.Usage($"The {what} '{path}' is not there, but the checkpoint says that it was begun. Put it back, or remove the checkpoint to start again.");
        }

        if (mode == OpenMode.New && !IsDevice(path) && Path.Exists(path))
        {
            throw CommandFailedException.Usage($"The {what} '{path}' exists already. Give another path to {option}, or --overwrite to replace it.");
        }
    }

    /// <param name="path">Of the file.</param>
    /// <param name="mode">What may be there.</param>
    /// <param name="exclusive">Whether no second run may write to it meanwhile.</param>
    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    public FileStream Open(string path, OpenMode mode, bool exclusive)
    {
        var isDevice = IsDevice(path);
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

        try
        {
            return new FileStream(path, options);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw CannotWrite($"'{path}'", failure);
        }
    }

    public CommandFailedException CannotWrite(string target, Exception failure, string more = "") => new(
        ExitCode.Failed,
        $"The {what} {target} cannot be written: {FileProblem.Explain(failure)}{more}",
        failure);
}
