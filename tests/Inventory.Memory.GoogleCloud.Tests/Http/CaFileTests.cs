using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Reliability;

namespace Inventory.Memory.GoogleCloud.Tests.Http;

/// <summary>Which certificates of an authority of one's own are taken for a server's, over real TLS.</summary>
public sealed class CaFileTests : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;
    private readonly string _file = Path.GetTempFileName();

    public CaFileTests()
    {
        var request = new CertificateRequest("CN=authority of the test", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(_file, _authority.ExportCertificatePem());
    }

    public void Dispose()
    {
        File.Delete(_file);
        _authority.Dispose();
        _key.Dispose();
    }

    [Theory]
    [InlineData(ServerAuthentication, true)]
    [InlineData(null, true)]
    [InlineData(ClientAuthentication, false)]
    public async Task Collect_CertificateOfTheAuthority_IsTakenWhereItMayBeAServers(string? use, bool isTaken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var certificate = Issue(use);
        var serving = ServeOnceAsync(listener, certificate);
        var options = new GoogleCloudOptions { Endpoint = $"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", CaFile = _file, MaxAttempts = 1 };
        await using var google = new GoogleCloudInventory(options, null, null, new SkippingClock(), null);

        var collected = await Collected.FromAsync(google, new() { Projects = ["p1"], Types = ["compute.snapshots"] }, lookAhead: 0);

        Assert.Equal(isTaken ? [] : ["tls"], collected.Errors.Select(error => error.Reason));
        Assert.All(collected.Errors, error => Assert.Contains($"--ca-file '{_file}'", error.Message, StringComparison.Ordinal));
        Assert.All(collected.Errors, error => Assert.DoesNotContain("name it with --ca-file", error.Message, StringComparison.Ordinal));
        listener.Stop();
        await serving;
    }

    private X509Certificate2 Issue(string? use)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        if (use is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        }

        using var issued = request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1, 2, 3, 4]);
        using var whole = issued.CopyWithPrivateKey(key);

        // With the key in a form that TLS can use on every system.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }

    private static async Task ServeOnceAsync(TcpListener listener, X509Certificate2 certificate)
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(certificate);
            _ = await tls.ReadAsync(new byte[16 * 1024]);
            await tls.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 12\r\nContent-Type: application/json\r\n\r\n{\"items\":[]}"u8.ToArray());
        }
        catch (Exception failure) when (failure is IOException or System.Security.Authentication.AuthenticationException or SocketException or ObjectDisposedException)
        {
            // The client has refused the certificate.
        }
    }
}
