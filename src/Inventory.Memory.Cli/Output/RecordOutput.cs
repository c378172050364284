using Inventory.Memory.Checkpoints;
using Inventory.Memory.GoogleCloud.Redaction;
using Microsoft.Win32.SafeHandles;

namespace Inventory.Memory.Cli.Output;

/// <summary>Where records go: a file, standard output, or nowhere, where they are only counted.</summary>
/// <remarks>Whatever happens, what is there consists of whole lines.</remarks>
internal sealed class RecordOutput : IRunOutput, IDisposable
{
    private const int StandardOutputDescriptor = 1;

    private readonly string _target;
    private readonly FileStream? _file;
    private readonly NdjsonWriter? _writer;
    private readonly long? _start;

    private RecordOutput(string target, FileStream? file, Stream? stream, bool redact)
    {
        _target = target;
        _file = file;
        _writer = stream is null ? null : new NdjsonWriter(stream, redact ? JsonRedactor.Redact : null);

        // Only what was written at the end of a file can be taken back. One that goes on is cut before it is written.
        _start = stream is { CanSeek: true } ? 0 : file is { CanSeek: true } && file.Position == file.Length ? file.Length : null;
    }

    public static OutputFile Files { get; } = new("output", "-o");

    /// <inheritdoc/>
    public bool CanRewind => _writer?.CanRewind ?? false;

    /// <inheritdoc/>
    public long Position => _writer?.Position ?? 0;

    /// <summary>Whether the path names a file, and neither standard output nor a device.</summary>
    public static bool IsFile(string? path) => path is not (null or "-") && !OutputFile.IsDevice(path);

    /// <param name="path">Null or <c>-</c>: standard output.</param>
    /// <param name="mode">What may be at the path.</param>
    /// <param name="exclusive">Whether no second run may write to it meanwhile.</param>
    /// <param name="redact">Whether values that may be secret are masked.</param>
    /// <exception cref="CommandFailedException">The output cannot be written.</exception>
    public static RecordOutput Open(string? path, OpenMode mode, bool exclusive, bool redact)
    {
        if (path is null && !Console.IsOutputRedirected)
        {
            return new RecordOutput("", null, null, redact);
        }

        if (path is null or "-")
        {
            return OpenStandardOutput(redact);
        }

        var file = Files.Open(path, mode, exclusive);
        return new RecordOutput($"'{path}'", file, new DirectStream(file, IsFile(path)), redact);
    }

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

    /// <inheritdoc/>
    public async ValueTask FlushAsync(bool durable, CancellationToken cancellationToken)
    {
        if (_writer is not null)
        {
            await WaitAsync(FlushCoreAsync(durable)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask<OutputMark> MarkAsync(CancellationToken cancellationToken) => _writer!.MarkAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask RewindAsync(OutputMark mark, CancellationToken cancellationToken) => WaitAsync(_writer!.RewindAsync(mark, cancellationToken));

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
            return new RecordOutput("standard output", file, new DirectStream(file, canRewind: false), redact);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            handle.Dispose();
            throw Files.CannotWrite("standard output", failure);
        }
    }

    private async ValueTask FlushCoreAsync(bool durable)
    {
        await _writer!.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        _file?.Flush(flushToDisk: durable);
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
                : Files.CannotWrite(_target, failure, " Lines written before are whole and valid.");
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

    private static bool IsClosedPipe(Exception failure)
    {
        const int Epipe = 32;
        const int ErrorBrokenPipe = unchecked((int)0x8007006D), ErrorNoData = unchecked((int)0x800700E8);
        return failure.HResult is Epipe or ErrorBrokenPipe or ErrorNoData;
    }
}
