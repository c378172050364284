using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Inventory.Memory.GoogleCloud.Tests.Support;

/// <summary>Answers each request with raw bytes of a script, on loopback: what a real connection does, byte for byte.</summary>
internal sealed class ScriptedHttpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, Reply> _script;
    private readonly Task _running;
    private readonly Lock _lock = new();
    private int _connections;

    /// <param name="script">From a request's target (path and query) to the answer.</param>
    public ScriptedHttpServer(Func<string, Reply> script)
    {
        _script = script;
        _listener.Start();
        _running = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Whole request heads in the order in which they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The most connections that were open at a time.</summary>
    public int MostConnections { get; private set; }

    public IEnumerable<string> Targets => Requests.Select(Target);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private static string Target(string head) => head.Split(' ', 3)[1];

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var owned = socket;
        CountConnection(1);
        var buffer = new byte[16 * 1024];
        var head = "";
        try
        {
            while (true)
            {
                while (!head.Contains("\r\n\r\n", StringComparison.Ordinal))
                {
                    var read = await socket.ReceiveAsync(buffer, _stop.Token);
                    if (read == 0)
                    {
                        return;
                    }

                    head += Encoding.ASCII.GetString(buffer, 0, read);
                }

                Requests.Enqueue(head);
                var reply = _script(Target(head));
                head = "";
                await SendAsync(socket, reply);
                if (reply.ThenClose)
                {
                    // Reset where the rest is still expected, as a broken load balancer does.
                    if (reply.Reset)
                    {
                        socket.LingerState = new LingerOption(true, 0);
                    }

                    return;
                }
            }
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            // The client went away, or the test has ended.
        }
        finally
        {
            CountConnection(-1);
        }
    }

    private void CountConnection(int change)
    {
        lock (_lock)
        {
            _connections += change;
            MostConnections = Math.Max(MostConnections, _connections);
        }
    }

    private async Task SendAsync(Socket socket, Reply reply)
    {
        for (var sent = 0; sent < reply.Bytes.Length; sent += reply.ChunkBytes)
        {
            await socket.SendAsync(reply.Bytes.AsMemory(sent, Math.Min(reply.ChunkBytes, reply.Bytes.Length - sent)), _stop.Token);
        }

        if (reply.Stall)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }
    }
}
