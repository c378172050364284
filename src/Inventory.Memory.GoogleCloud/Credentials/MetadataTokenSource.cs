using System.Globalization;
using System.Text.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Credentials;

/// <summary>The metadata server of Google Cloud: the service account of the machine or pod we run on.</summary>
internal sealed class MetadataTokenSource : ITokenSource, IDisposable
{
    public const string HostVariable = "GCE_METADATA_HOST";

    private const string DefaultHost = "metadata.google.internal";

    /// <summary>A token answer has 1 to 3 KB.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    /// <summary>The server renews tokens 4 minutes before they end; asking earlier brings the same one.</summary>
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromSeconds(225);

    /// <summary>Where there is no such server, every collection would wait for it in vain.</summary>
    private static readonly TimeSpan s_failureIsKept = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    private readonly string _host;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly HttpClient _client;
    private string? _token;
    private DateTimeOffset _renewAt;
    private string? _failure;

    public MetadataTokenSource(string? host, TimeProvider time)
    {
        _host = string.IsNullOrWhiteSpace(host) ? DefaultHost : host.Trim();
        _time = time;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = s_timeout })
        {
            Timeout = s_timeout,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    public async ValueTask<string?> GetTokenAsync(string? rejected, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = _time.GetUtcNow();
            if (now >= _renewAt || (_token is not null && _token == rejected))
            {
                await FetchAsync(now, cancellationToken).ConfigureAwait(false);
            }

            return _token ?? throw NoCredentials();
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _gate.Dispose();
    }

    public override string ToString() => $"the metadata server {_host}";

    private async ValueTask FetchAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        _token = null;
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get, new Uri($"http://{_host}/computeMetadata/v1/instance/service-accounts/default/token"));
            request.Headers.TryAddWithoutValidation("Metadata-Flavor", "Google");
            using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"it answered {(int)response.StatusCode}."));
            }

            var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            using var json = JsonDocument.Parse(answer);
            _token = AccessToken.Check(json.RootElement.GetProperty("access_token").GetString(), ToString());
            _renewAt = now + TimeSpan.FromSeconds(json.RootElement.GetProperty("expires_in").GetInt32()) - s_renewBefore;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // No inner exception: an answer that cannot be read may hold a token.
            _failure = failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
                ? "its answer is not a token." : failure.Message;
            _renewAt = now + s_failureIsKept;
        }
    }

    private ScopeFailedException NoCredentials() => new(
        ScopeState.Failed,
        "noCredentials",
        $"There is no access token. Set {TokenSource.EnvironmentVariable} (as from 'gcloud auth print-access-token'), or give --access-token-file, or run on Google Cloud. The metadata server {_host} was asked: {_failure}");
}
