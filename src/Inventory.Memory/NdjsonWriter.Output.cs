using Inventory.Memory.Checkpoints;

namespace Inventory.Memory;

/// <content>The writer as a run's output.</content>
public sealed partial class NdjsonWriter : IRunOutput
{
    private readonly long _origin;

    /// <inheritdoc/>
    public bool CanRewind => _stream is { CanSeek: true, CanWrite: true };

    /// <inheritdoc/>
    public long Position => _origin + BytesFlushed + _buffer.Count;

    async ValueTask IRunOutput.FlushAsync(bool durable, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await MarkedStream.FlushAsync(_stream, durable, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<OutputMark> MarkAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        return MarkedStream.Mark(_stream, Position);
    }

    /// <inheritdoc/>
    public async ValueTask RewindAsync(OutputMark mark, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        MarkedStream.Rewind(_stream, mark);
        BytesFlushed = mark.Position - _origin;
    }
}
