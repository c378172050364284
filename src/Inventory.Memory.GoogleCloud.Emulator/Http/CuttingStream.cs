using System.Net.Sockets;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Lets a number of bytes through, then resets the connection, closes it or falls silent.</summary>
internal sealed class CuttingStream(Stream inner, HttpContext context, EmulatorFault fault, TimeProvider time)
    : LayerStream(inner)
{
    /// <summary>Kestrel does not tell when its buffer has reached the socket; loopback takes well under this.</summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a client may take to close its side after ours.</summary>
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(5);

    private long _left = fault.AfterBytes;
    private bool _cut;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = (int)Math.Min(_left, buffer.Length);
        if (count > 0)
        {
            await Inner.WriteAsync(buffer[..count], cancellationToken).ConfigureAwait(false);
            _left -= count;
        }

        if (count < buffer.Length)
        {
            await CutAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Does it now; never returns normally.</summary>
    /// <exception cref="ConnectionCutException">Always, once the connection is gone.</exception>
    public async Task CutAsync(CancellationToken cancellationToken)
    {
        if (!_cut)
        {
            _cut = true;
            await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (fault.Kind == FaultKind.Stall)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(s_settle, time, cancellationToken).ConfigureAwait(false);
            await CloseSocketAsync(cancellationToken).ConfigureAwait(false);
        }

        throw new ConnectionCutException();
    }

    private async Task CloseSocketAsync(CancellationToken cancellationToken)
    {
        // Kestrel would end a chunked body properly; only the socket itself can leave it open.
        var socket = context.Features.Get<IConnectionSocketFeature>()?.Socket
            ?? throw new NotSupportedException("The connection has no socket to cut.");
        if (fault.Kind == FaultKind.Reset)
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
            return;
        }

        socket.Shutdown(SocketShutdown.Send);
        try
        {
            // Aborting at once would turn the orderly end into a reset.
            await Task.Delay(s_linger, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client has closed its side, as it should.
        }
    }
}
