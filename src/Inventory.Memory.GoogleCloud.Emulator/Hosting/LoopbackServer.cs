using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.GoogleCloud.Emulator.Hosting;

/// <summary>Kestrel on 127.0.0.1 and nothing around it: no host, no container, no configuration.</summary>
internal sealed class LoopbackServer : IDisposable
{
    /// <summary>What may wait for a slow reader; larger than one flush, so that rendering and sending overlap.</summary>
    private const int MaxResponseBufferBytes = 512 * 1024;

    private readonly KestrelServer _server;
    private readonly X509Certificate2? _certificate;

    public LoopbackServer(int port, bool useHttps, TimeProvider time)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = new NoServices() };
        options.Limits.MaxResponseBufferSize = MaxResponseBufferBytes;

        // A client under memory pressure pauses reading; that must not look like an attack.
        options.Limits.MinResponseDataRate = null;
        _certificate = useHttps ? LoopbackCertificate.Create(time) : null;
        options.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = useHttps ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
            if (_certificate is not null)
            {
                listen.UseHttps(_certificate);
            }
        });
        _server = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
        Endpoint = new Uri("http://127.0.0.1");
    }

    public Uri Endpoint { get; private set; }

    public string? CertificatePem => _certificate?.ExportCertificatePem();

    public async Task StartAsync(IHttpApplication<HttpContext> application, CancellationToken cancellationToken)
    {
        await _server.StartAsync(application, cancellationToken).ConfigureAwait(false);
        Endpoint = new Uri(_server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Task StopAsync() => _server.StopAsync(new CancellationToken(canceled: true));

    public void Dispose()
    {
        _server.Dispose();
        _certificate?.Dispose();
    }

    /// <summary>Kestrel's https asks for a logger factory, and for nothing else that it cannot do without.</summary>
    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) =>
            serviceType == typeof(ILoggerFactory) ? NullLoggerFactory.Instance : null;
    }
}
