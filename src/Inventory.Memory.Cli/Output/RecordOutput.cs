using Inventory.Memory.Checkpoints;
using Inventory.Memory.GoogleCloud.Redaction;
using Microsoft.Win32.SafeHandles;

namespace Inventory.Memory.Cli.Output;

/// <summary>Where records go: a file, standard output, or nowhere, where they are only counted.</summary>
/// <remarks>Whatever happens, what is there consists of whole lines.</remarks>
internal sealed class RecordOutput : IRunOutput, IDisposable
{
    private readonly string _target;
    private readonly OutputStream? _stream;
    private readonly NdjsonWriter? _writer;
    private readonly Interruption _interruption;
    private CommandFailedException? _failure;

    private RecordOutput(string target, OutputStream? stream, bool redact, Interruption interruption)
    {
        (_target, _stream, _interruption) = (target, stream, interruption);
        _writer = stream is null ? null : new NdjsonWriter(stream, redact ? JsonRedactor.Redact : null);
    }

    public static OutputFile Files { get; } = new("output", "-o");

    /// <inheritdoc/>
    public bool CanRewind => _writer?.CanRewind ?? false;

    /// <inheritdoc/>
    public long Position => _writer?.Position ?? 0;

    /// <summary>Whether records go anywhere; else they are only counted.</summary>
    public bool IsWritten => _writer is not null;

    /// <summary>Of a file: the same for two names of one; null where the system does not say.</summary>
    public string? Identity => (_stream as FileOutputStream)?.Identity;

    /// <summary>Whether there is something in the file, which an earlier run may have written.</summary>
    public bool IsBegun => _stream is FileOutputStream { CanSeek: true, Length: > 0 };

    /// <summary>Whether the path names a file, there or not, and neither standard output nor a pipe or device.</summary>
    public static bool IsFile(string? path) => path is not (null or "-") && !FileFacts.IsStream(path);

    /// <summary>Whether records go to standard output.</summary>
    public static bool IsStandardOutput(string? path) => path is "-" || (path is null && Console.IsOutputRedirected);

    /// <param name="path">Null or <c>-</c>: standard output.</param>
    /// <param name="mode">What may be at the path.</param>
    /// <param name="exclusive">Whether no second run may write to it meanwhile.</param>
    /// <param name="redact">Whether values that may be secret are masked.</param>
    /// <param name="interruption">Ends the waits for whoever reads a pipe.</param>
    /// <exception cref="CommandFailedException">The output cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public static RecordOutput Open(string? path, OpenMode mode, bool exclusive, bool redact, Interruption interruption) =>
        IsStandardOutput(path) ? OpenStandardOutput(redact, interruption)
        : path is null ? new RecordOutput("", null, redact, interruption)
        : new RecordOutput($"'{path}'", Files.Open(path, mode, exclusive, interruption), redact, interruption);

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
    public ValueTask CompleteAsync() => FlushAsync(durable: false, CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask FlushAsync(bool durable, CancellationToken cancellationToken)
    {
        if (_failure is not null)
        {
            // What was written in part is not written once more.
            throw _failure;
        }

        if (_writer is not null)
        {
            await WaitAsync(FlushCoreAsync(durable)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask<OutputMark> MarkAsync(CancellationToken cancellationToken) => _writer!.MarkAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask RewindAsync(OutputMark mark, CancellationToken cancellationToken) => WaitAsync(_writer!.RewindAsync(mark, cancellationToken));

    public void Dispose() => _stream?.Dispose();

    private static RecordOutput OpenStandardOutput(bool redact, Interruption interruption)
    {
        const string Target = "standard output";
        if (OperatingSystem.IsWindows())
        {
            var file = new FileStream(new SafeFileHandle(SystemCalls.GetStandardHandle(SystemCalls.StandardOutputOfWindows), ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return new RecordOutput(Target, new FileOutputStream(file, ".", canRewind: false), redact, interruption);
        }

        try
        {
            // Not the console's stream: that one takes a closed pipe for success.
            return new RecordOutput(Target, DescriptorStream.OpenStandardOutput(interruption.Token), redact, interruption);
        }
        catch (IOException failure)
        {
            throw Files.CannotWrite(Target, failure, interruption);
        }
    }

    private async ValueTask FlushCoreAsync(bool durable)
    {
        await _writer!.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        if (durable)
        {
            _stream!.FlushToDisk();
        }

        if (!_stream!.IsStillThere)
        {
            throw Files.IsGone(_target);
        }
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
            _failure = IsClosedPipe(failure)
                ? new CommandFailedException(ExitCode.ClosedPipe, "The output pipe was closed.", failure)
                : Files.CannotWrite(_target, failure, _interruption, " Lines written before are whole and valid.");
            throw _failure;
        }
    }

    /// <summary>A full disk takes a part of a write.</summary>
    private void TakeBackTornLine()
    {
        try
        {
            _stream!.TakeBack(_writer!.BytesFlushed);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A device; there is nothing to take back.
        }
    }

    private static bool IsClosedPipe(Exception failure)
    {
        const int Epipe = 32;
        const int ErrorBrokenPipe = unchecked((int)0x8007006D), ErrorNoData = unchecked((int)0x800700E8);
        return failure.HResult is Epipe or ErrorBrokenPipe or ErrorNoData;
    }
}
