using System.IO.Pipelines;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Where an answer's body is written.</summary>
internal sealed class ResponseBody(PipeWriter writer, Stream? stream, CuttingStream? cut) : IAsyncDisposable
{
    public PipeWriter Writer => writer;

    /// <summary>Ends the body; a fault that has not happened yet because the body was short happens now.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (stream is null)
        {
            return;
        }

        await writer.CompleteAsync().ConfigureAwait(false);
        await DisposeLayersAsync().ConfigureAwait(false);
        if (cut is not null)
        {
            await cut.CutAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await DisposeLayersAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ConnectionCutException or OperationCanceledException or IOException)
        {
            // What a compressor still held cannot be sent any more.
        }
    }

    private ValueTask DisposeLayersAsync() => stream?.DisposeAsync() ?? default;
}
