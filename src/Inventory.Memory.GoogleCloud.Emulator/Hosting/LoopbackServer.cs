using System.Net;
using System.Security.Cryptography.X509Certificates;
using Inventory.Memory.GoogleCloud.Emulator.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.GoogleCloud.Emulator.Hosting;

/// <summary>Kestrel on 127.0.0.1 and nothing around it: no host, no configuration, and for http no container.</summary>
internal sealed class LoopbackServer : IDisposable
{
    /// <summary>What may wait for a slow reader; larger than one flush, so that rendering and sending overlap.</summary>
    private const int MaxResponseBufferBytes = 512 * 1024;

    private readonly KestrelServer _server;
    private readonly X509Certificate2? _certificate;
    private readonly IHost? _services;

    public LoopbackServer(int port, bool useHttps, long bytesPerSecond, TimeProvider time)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxResponseBufferSize = MaxResponseBufferBytes;

        // A client under memory pressure pauses reading; that must not look like an attack.
        options.Limits.MinResponseDataRate = null;
        if (useHttps)
        {
            _certificate = LoopbackCertificate.Create(time);
            _services = CreateServices();
            options.ApplicationServices = _services.Services;
        }

        options.Listen(IPAddress.Loopback, port, listen =>
        {
            if (bytesPerSecond > 0)
            {
                listen.Use(next => connection =>
                {
                    new ByteRate(bytesPerSecond, time).Bind(connection.Items);
                    return next(connection);
                });
            }

            listen.Protocols = useHttps ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
            if (_certificate is not null)
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = _certificate });
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
        _services?.Dispose();
    }

    /// <summary>Kestrel's https asks a container for its metrics, which are internal: only then is there one.</summary>
    private static WebApplication CreateServices()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        return builder.Build();
    }
}
