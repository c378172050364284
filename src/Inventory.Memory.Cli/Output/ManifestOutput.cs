using Inventory.Memory.Checkpoints;
using Inventory.Memory.Manifests;

namespace Inventory.Memory.Cli.Output;

/// <summary>The file of <c>--manifest</c>: a line for each scope, as it ends.</summary>
internal sealed class ManifestOutput : IRunOutput, IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly ManifestWriter _writer;

    private ManifestOutput(string path, FileStream file)
    {
        (_path, _file) = (path, file);
        _writer = new ManifestWriter(new DirectStream(file, RecordOutput.IsFile(path)));
    }

    public static OutputFile Files { get; } = new("manifest", "--manifest");

    /// <inheritdoc/>
    public bool CanRewind => _writer.CanRewind;

    /// <inheritdoc/>
    public long Position => _writer.Position;

    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    public static ManifestOutput? Open(string? path, OpenMode mode, bool exclusive) =>
        path is null ? null : new ManifestOutput(path, Files.Open(path, mode, exclusive));

    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    public ValueTask WriteAsync(ScopeResult result) => WaitAsync(_writer.WriteAsync(result));

    /// <inheritdoc/>
    public async ValueTask FlushAsync(bool durable, CancellationToken cancellationToken)
    {
        await WaitAsync(_writer.FlushAsync(durable: false, cancellationToken)).ConfigureAwait(false);
        _file.Flush(flushToDisk: durable);
    }

    /// <inheritdoc/>
    public ValueTask<OutputMark> MarkAsync(CancellationToken cancellationToken) => _writer.MarkAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask RewindAsync(OutputMark mark, CancellationToken cancellationToken) => WaitAsync(_writer.RewindAsync(mark, cancellationToken));

    public void Dispose()
    {
        _writer.Dispose();
        _file.Dispose();
    }

    private async ValueTask WaitAsync(ValueTask writing)
    {
        try
        {
            await writing.ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (CanRewind)
            {
                // A full disk takes a part of a line; whole lines stay.
                _file.SetLength(_writer.Position);
            }

            throw Files.CannotWrite($"'{_path}'", failure);
        }
    }
}
