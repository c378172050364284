using System.Net.Sockets;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>
/// Bounds what the kernel holds for a connection in a small container. The system tunes a socket's receive buffer up to
/// 6 MiB and charges it to the container: while a run waits for memory to fall, that alone filled one of 64 MiB.
/// </summary>
internal static class ReceiveBuffer
{
    /// <summary>From here on 6 MiB are of no account, and the system's own tuning is best for distant servers.</summary>
    private const long AmpleBytes = 256L << 20;

    /// <summary>256 KiB: four of the reader's reads.</summary>
    private const int SmallBytes = 256 * 1024;

    /// <summary>The size to set; null: leave it to the system.</summary>
    /// <param name="availableBytes">What the garbage collector may use: three quarters of a container's limit.</param>
    public static int? SizeFor(long availableBytes) => availableBytes < AmpleBytes ? SmallBytes : null;

    public static void Bound(SocketsHttpHandler handler)
    {
        if (SizeFor(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) is { } size)
        {
            handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(context, size, cancellationToken);
        }
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, int size, CancellationToken cancellationToken)
    {
        // Set before connecting: the window that is announced depends on it.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = size };
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
