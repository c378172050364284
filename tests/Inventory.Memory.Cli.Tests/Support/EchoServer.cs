using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Inventory.Memory.Cli.Tests.Support;

/// <summary>Refuses every request with all that it was sent, in every property of an error that a client could show.</summary>
internal sealed class EchoServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _requests;

    public EchoServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public int Requests => Volatile.Read(ref _requests);

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
        var (buffer, request) = (new byte[64 * 1024], "");
        while (!IsWhole(request))
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
            {
                return;
            }

            request += Encoding.UTF8.GetString(buffer, 0, count);
        }

        Interlocked.Increment(ref _requests);

        // Forms are answered as they came and decoded.
        var text = JsonSerializer.Serialize($"{request} {Uri.UnescapeDataString(request)}");
        var isForm = request.Contains("x-www-form-urlencoded", StringComparison.Ordinal);
        var body = Encoding.UTF8.GetBytes(isForm
            ? $$$"""{"error":{{{text}}},"error_description":{{{text}}},"error_uri":{{{text}}}}"""
            : $$$"""{"error":{"code":403,"status":{{{text}}},"message":{{{text}}},"errors":[{"reason":{{{text}}},"domain":{{{text}}},"message":{{{text}}}}]}}""");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {(isForm ? 400 : 403)} No\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"));
        await stream.WriteAsync(body);
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var length = request.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?[15..];
        return length is null || request.Length - end - 4 >= int.Parse(length, CultureInfo.InvariantCulture);
    }
}
