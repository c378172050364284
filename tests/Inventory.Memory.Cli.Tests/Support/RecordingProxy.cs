using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Inventory.Memory.Cli.Tests.Support;

/// <summary>Takes connections on loopback, keeps what it is sent, and says yes to whatever comes first.</summary>
internal sealed class RecordingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly MemoryStream _received = new();
    private readonly Lock _lock = new();

    public RecordingProxy()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public string Received
    {
        get
        {
            lock (_lock)
            {
                return Encoding.Latin1.GetString(_received.ToArray());
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        var stream = client.GetStream();
        var buffer = new byte[16 * 1024];
        for (var reads = 0; reads < 2 && await stream.ReadAsync(buffer) is var count and > 0; reads++)
        {
            lock (_lock)
            {
                _received.Write(buffer, 0, count);
            }

            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
        }
    }
}
