using Inventory.Memory.Checkpoints;
using Inventory.Memory.Manifests;

namespace Inventory.Memory.Cli.Output;

/// <summary>The file of <c>--manifest</c>: a line for each scope, as it ends.</summary>
internal sealed class ManifestOutput : IRunOutput, IDisposable
{
    private readonly string _path;
    private readonly OutputStream _stream;
    private readonly ManifestWriter _writer;
    private readonly Interruption _interruption;

    private ManifestOutput(string path, OutputStream stream, Interruption interruption)
    {
        (_path, _stream, _interruption) = (path, stream, interruption);
        _writer = new ManifestWriter(stream);
    }

    public static OutputFile Files { get; } = new("manifest", "--manifest");

    /// <inheritdoc/>
    public bool CanRewind => _writer.CanRewind;

    /// <inheritdoc/>
    public long Position => _writer.Position;

    /// <summary>Of a file: the same for two names of one; null where the system does not say.</summary>
    public string? Identity => (_stream as FileOutputStream)?.Identity;

    /// <summary>Whether there is something in the file, which an earlier run may have written.</summary>
    public bool IsBegun => _stream is FileOutputStream { CanSeek: true, Length: > 0 };

    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public static ManifestOutput? Open(string? path, OpenMode mode, bool exclusive, Interruption interruption) =>
        path is null ? null : new ManifestOutput(path, Files.Open(path, mode, exclusive, interruption), interruption);

    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    public ValueTask WriteAsync(ScopeResult result) => WaitAsync(_writer.WriteAsync(result));

    /// <inheritdoc/>
    public ValueTask FlushAsync(bool durable, CancellationToken cancellationToken) => WaitAsync(FlushCoreAsync(durable, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<OutputMark> MarkAsync(CancellationToken cancellationToken) => _writer.MarkAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask RewindAsync(OutputMark mark, CancellationToken cancellationToken) => WaitAsync(_writer.RewindAsync(mark, cancellationToken));

    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
    }

    private async ValueTask FlushCoreAsync(bool durable, CancellationToken cancellationToken)
    {
        await _writer.FlushAsync(durable: false, cancellationToken).ConfigureAwait(false);
        if (durable)
        {
            _stream.FlushToDisk();
        }

        if (!_stream.IsStillThere)
        {
            throw Files.IsGone($"'{_path}'");
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
            // A full disk takes a part of a line; whole lines stay.
            _stream.TakeBack(_writer.Position);
            throw Files.CannotWrite($"'{_path}'", failure, _interruption);
        }
    }
}
