using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.GoogleCloud.Credentials;

/// <summary>The metadata server of Google Cloud: the service account of the machine or pod we run on.</summary>
internal sealed class MetadataTokenSource : RenewingTokenSource
{
    public const string HostVariable = "GCE_METADATA_HOST";

    private const string DefaultHost = "metadata.google.internal";

    /// <summary>A token answer has 1 to 3 KB.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    private readonly string _host;
    private readonly TimeProvider _time;
    private readonly string _advice;
    private readonly HttpClient _client;

    public MetadataTokenSource(string? host, TimeProvider time, ILogger? logger = null, string? advice = null)
        : base(time, logger)
    {
        _host = string.IsNullOrWhiteSpace(host) ? DefaultHost : host.Trim();
        (_time, _advice) = (time, advice ?? Advice);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = s_timeout })
        {
            Timeout = s_timeout,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    protected override string Remedy => _advice;

    private static string Advice =>
        $"Away from Google Cloud, pass a token source: ApplicationCredentials of the package Inventory.Memory.GoogleCloud.Auth finds key files and those of 'gcloud auth application-default login'; or set {TokenSource.EnvironmentVariable} (as from 'gcloud auth print-access-token').";

    public override string ToString() => $"the metadata server {_host}";

    protected override async ValueTask<IssuedToken> FetchAsync(bool isRejected, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri($"http://{_host}/computeMetadata/v1/instance/service-accounts/default/token"));
        request.Headers.TryAddWithoutValidation("Metadata-Flavor", "Google");
        using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"it answered {(int)response.StatusCode}."), null, response.StatusCode);
        }

        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        using var json = JsonDocument.Parse(answer);
        return new IssuedToken(
            AccessToken.Check(json.RootElement.GetProperty("access_token").GetString(), ToString()),
            _time.GetUtcNow() + TimeSpan.FromSeconds(json.RootElement.GetProperty("expires_in").GetInt32()));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _client.Dispose();
        }

        base.Dispose(disposing);
    }
}
