using System.Net.Sockets;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>
/// Bounds what the kernel holds for a connection. Left alone, the system tunes a socket's receive buffer up to 6 MiB
/// and charges it to the container: while a run waits for memory to fall, or answers wait for their turn, that alone
/// filled one of 64 MiB.
/// </summary>
internal static class ReceiveBuffer
{
    public static void Bound(SocketsHttpHandler handler, int bytes) =>
        handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(context, bytes, cancellationToken);

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, int bytes, CancellationToken cancellationToken)
    {
        // Set before connecting: the window that is announced depends on it.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = bytes };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
