using Inventory.Memory.GoogleCloud.Redaction;
using Microsoft.Win32.SafeHandles;

namespace Inventory.Memory.Cli.Output;

/// <summary>Where records go: a file, standard output, or nowhere, where they are only counted.</summary>
/// <remarks>Whatever happens, what is there consists of whole lines.</remarks>
internal sealed class RecordOutput : IDisposable
{
    private const int StandardOutputDescriptor = 1;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _target;
    private readonly FileStream? _file;
    private readonly NdjsonWriter? _writer;
    private readonly long? _start;

    private RecordOutput(string target, FileStream? file, Stream? stream, bool redact)
    {
        _target = target;
        _file = file;
        _writer = stream is null ? null : new NdjsonWriter(stream, redact ? JsonRedactor.Redact : null);

        // Only what was written at the end of a file can be taken back.
        _start = file is { CanSeek: true } && file.Position == file.Length ? file.Length : null;
    }

    /// <summary>Refuses a file that is there, before anything is started or touched.</summary>
    public static void ThrowIfRefused(string? path, bool overwrite)
    {
        if (path is null or "-" || overwrite || IsDevice(path) || !Path.Exists(path))
        {
            return;
        }

        throw CommandFailedException.Usage(Directory.Exists(path)
            ? $"The output '{path}' is a folder. Give the path of a file to -o."
            : $"The output '{path}' exists already. Give another path to -o, or --overwrite to replace it.");
    }

    /// <exception cref="CommandFailedException">The output cannot be written.</exception>
    public static RecordOutput Open(string? path, bool overwrite, bool redact)
    {
        if (path is null && !Console.IsOutputRedirected)
        {
            return new RecordOutput("", null, null, redact);
        }

        if (path is null or "-")
        {
            return OpenStandardOutput(redact);
        }

        try
        {
            var file = new FileStream(path, FileOptionsFor(path, overwrite));
            return new RecordOutput($"'{path}'", file, new DirectStream(file), redact);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw CannotWrite($"'{path}'", failure);
        }
    }

    /// <summary>A device or a pipe of the shell, such as /dev/null: nothing of it is lost by writing.</summary>
    public static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);

    /// <exception cref="CommandFailedException">The output cannot be written.</exception>
    public ValueTask WriteAsync(in InventoryRecord record)
    {
        if (_writer is null)
        {
            return default;
        }

        // Not cancelled: a line that was begun is finished.
        var writing = _writer.WriteAsync(record, CancellationToken.None);
        return writing.IsCompletedSuccessfully ? default : WaitAsync(writing);
    }

    /// <summary>Gives out what is buffered; needed once, at the end.</summary>
    /// <exception cref="CommandFailedException">The output cannot be written.</exception>
    public async ValueTask CompleteAsync()
    {
        if (_writer is not null)
        {
            await WaitAsync(_writer.FlushAsync(CancellationToken.None)).ConfigureAwait(false);
            LeavePosition();
        }
    }

    public void Dispose() => _file?.Dispose();

    private static RecordOutput OpenStandardOutput(bool redact)
    {
        if (OperatingSystem.IsWindows())
        {
            return new RecordOutput("standard output", null, Console.OpenStandardOutput(), redact);
        }

        // Not the console's stream: that one takes a closed pipe for success.
        var handle = new SafeFileHandle(StandardOutputDescriptor, ownsHandle: false);
        try
        {
            var file = new FileStream(handle, FileAccess.Write, bufferSize: 0);
            return new RecordOutput("standard output", file, new DirectStream(file), redact);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            handle.Dispose();
            throw CannotWrite("standard output", failure);
        }
    }

    private static FileStreamOptions FileOptionsFor(string path, bool overwrite)
    {
        var options = new FileStreamOptions
        {
            Mode = IsDevice(path) ? FileMode.Open : overwrite ? FileMode.Create : FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows() && options.Mode != FileMode.Open)
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    private async ValueTask WaitAsync(ValueTask writing)
    {
        try
        {
            await writing.ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            TakeBackTornLine();
            throw IsClosedPipe(failure)
                ? new CommandFailedException(ExitCode.ClosedPipe, "The output pipe was closed.", failure)
                : CannotWrite(_target, failure, " Lines written before are whole and valid.");
        }
    }

    /// <summary>A full disk takes a part of a write.</summary>
    private void TakeBackTornLine()
    {
        if (_start is not { } start)
        {
            return;
        }

        try
        {
            _file!.SetLength(start + _writer!.BytesFlushed);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A device; there is nothing to take back.
        }
    }

    /// <summary>.NET writes at positions of its own: whoever shares our standard output goes on where we ended.</summary>
    private void LeavePosition() => _ = _file?.SafeFileHandle;

    private static CommandFailedException CannotWrite(string target, Exception failure, string more = "") => new(
        ExitCode.Failed,
        $"The output {target} cannot be written: {FileProblem.Explain(failure)}{more}",
        failure);

    private static bool IsClosedPipe(Exception failure)
    {
        const int Epipe = 32;
        const int ErrorBrokenPipe = unchecked((int)0x8007006D), ErrorNoData = unchecked((int)0x800700E8);
        return failure.HResult is Epipe or ErrorBrokenPipe or ErrorNoData;
    }
}
