using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>
/// Makes the pooled clients of a provider: one for what is being read, with a large receive buffer, since it never waits
/// long; one for what is requested ahead, with small ones, since it does. Neither has a bound of its own for connections:
/// <see cref="AheadSlots"/> says why.
/// </summary>
internal static class HttpClientFactory
{
    /// <summary>64 KiB of response headers; Google sends under 2.</summary>
    private const int MaxResponseHeadersKib = 64;

    /// <summary>What a certificate must be meant for, if it names uses at all (RFC 5280, 4.2.1.12).</summary>
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>A pooled connection is renewed so often that a change of address is noticed.</summary>
    private static readonly TimeSpan s_connectionLifetime = TimeSpan.FromMinutes(15);

    public static bool UsesGzip(GoogleCloudOptions options) =>
        options.Gzip == GzipMode.On || (options.Gzip == GzipMode.Auto && !Endpoint.IsLoopback(options));

    public static HttpClient Create(GoogleCloudOptions options) =>
        Create(options, options.ReceiveBufferBytes);

    public static HttpClient CreateAhead(GoogleCloudOptions options) =>
        Create(options, options.AheadReceiveBufferBytes);

    private static HttpClient Create(GoogleCloudOptions options, int receiveBufferBytes)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = UsesGzip(options) ? DecompressionMethods.GZip : DecompressionMethods.None,
            ConnectTimeout = options.ConnectTimeout,
            MaxResponseHeadersLength = MaxResponseHeadersKib,
            PooledConnectionLifetime = s_connectionLifetime,
            ActivityHeadersPropagator = null,
        };
        ReceiveBuffer.Bound(handler, receiveBufferBytes);
        if (options.Proxy is { } proxy)
        {
            handler.UseProxy = proxy.Length > 0;
            handler.Proxy = proxy.Length > 0 ? new WebProxy(proxy) : null;
        }
        else if (Endpoint.IsLoopback(options))
        {
            handler.UseProxy = false;
        }

        if (options.CaFile is { } caFile)
        {
            Trust(handler.SslOptions, caFile);
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The system's authorities first; a chain that they do not know may end in one of the file's.</summary>
    private static void Trust(SslClientAuthenticationOptions tls, string caFile)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(caFile);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            authorities.Clear();
        }

        if (authorities.Count == 0)
        {
            throw new OptionsValidationException(
                nameof(GoogleCloudOptions),
                typeof(GoogleCloudOptions),
                [$"{nameof(GoogleCloudOptions.CaFile)} '{caFile}' holds no certificate; give a file in PEM form."]);
        }

        tls.RemoteCertificateValidationCallback = (_, certificate, presented, errors) =>
            errors == SslPolicyErrors.None
            || (errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is not null && EndsIn(authorities, certificate, presented));
    }

    private static bool EndsIn(X509Certificate2Collection authorities, X509Certificate certificate, X509Chain? presented)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(leaf);
    }
}
