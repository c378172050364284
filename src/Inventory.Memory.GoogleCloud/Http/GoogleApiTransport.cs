using System.Net;
using System.Net.Http.Headers;
using Inventory.Memory.GoogleCloud.Pacing;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>Sends one request and gives back the answer or the classified failure. Whether to try again is not decided here.</summary>
/// <remarks>Safe for concurrent use.</remarks>
/// <param name="client">For requests whose answers are read at once.</param>
/// <param name="ahead">For requests that are sent ahead of their turn.</param>
/// <param name="tokens">Access tokens; null: none.</param>
/// <param name="options">The provider's.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The provider's.</param>
internal sealed class GoogleApiTransport(HttpClient client, HttpClient ahead, ITokenSource? tokens, GoogleCloudOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly string _userAgent = UserAgent.Make(options);
    private readonly RequestPacer _pacer = new(options, time);
    private AuthorizationHeader? _authorization;

    /// <summary>What requests that are sent ahead of their turn may take of the pool.</summary>
    public AheadSlots Ahead { get; } = new(options.MaxConnectionsPerServer);

    public TimeSpan BodyIdleTimeout => options.BodyIdleTimeout;

    public TimeSpan BodyTimeout => options.BodyTimeout;

    public long MaxBodyBytes => options.MaxBodyBytes;

    /// <summary>Sends a GET, or a POST where the call has a body; the body of the answer has not been read.</summary>
    /// <returns>The answer; anything but a 200 is a failure.</returns>
    /// <exception cref="ScopeFailedException">There is no access token.</exception>
    public async ValueTask<ApiAnswer> SendAsync(ApiCall call, Uri uri, bool isAhead, Deadline deadline, CancellationToken cancellationToken)
    {
        var token = tokens is null ? null : await tokens.GetTokenAsync(null, cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            await _pacer.WaitAsync(call, cancellationToken).ConfigureAwait(false);
            call.AddRequest();
            var answer = await SendOnceAsync(call, uri, isAhead ? ahead : client, token, deadline, cancellationToken).ConfigureAwait(false);
            if (answer.Response is not { } response || response.StatusCode == HttpStatusCode.OK)
            {
                return answer;
            }

            using (response)
            {
                var error = await ReadErrorAsync(call, response, deadline, cancellationToken).ConfigureAwait(false);
                if (error.Kind == ErrorKind.Quota)
                {
                    _pacer.Slow(call);
                }

                Log.Answered(logger, call.Host, (int)response.StatusCode, call.Project, error.Reason);
                if (attempt == 1 && response.StatusCode == HttpStatusCode.Unauthorized && token is not null
                    && await tokens!.GetTokenAsync(token, cancellationToken).ConfigureAwait(false) is { } fresh && fresh != token)
                {
                    token = fresh;
                    call.AddRetry();
                    continue;
                }

                return error;
            }
        }
    }

    /// <summary>Fails where there is no access token: said once, before each list says it.</summary>
    /// <exception cref="CredentialsException">There is no access token; the message says what to do.</exception>
    public async ValueTask SignInAsync(CancellationToken cancellationToken)
    {
        try
        {
            _ = tokens is null ? null : await tokens.GetTokenAsync(null, cancellationToken).ConfigureAwait(false);
        }
        catch (ScopeFailedException failure)
        {
            throw new CredentialsException(failure.Message, failure);
        }
    }

    public void Dispose()
    {
        client.Dispose();
        ahead.Dispose();
    }

    private async ValueTask<ApiAnswer> SendOnceAsync(
        ApiCall call, Uri uri, HttpClient through, string? token, Deadline deadline, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(call.Body is null ? HttpMethod.Get : HttpMethod.Post, uri);
        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        }

        request.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
        if (token is not null)
        {
            if (IsReadableByOthers(uri))
            {
                return ErrorClassifier.TokenInTheClear(call);
            }

            request.Headers.TryAddWithoutValidation("Authorization", Authorization(token));
        }

        if (options.QuotaProject is { } quotaProject)
        {
            request.Headers.TryAddWithoutValidation("x-goog-user-project", quotaProject);
        }

        using var running = deadline.Start(options.HeadersTimeout, cancellationToken);
        try
        {
            return await through.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            return ErrorClassifier.FromException(call, failure, deadline.HasExpired(cancellationToken), options.CaFile);
        }
    }

    /// <summary>
    /// The options are checked when they are given; this is where it matters. A proxy of the environment is never used
    /// towards loopback; one of the options is.
    /// </summary>
    private bool IsReadableByOthers(Uri uri) => uri.Scheme != Uri.UriSchemeHttps && !(uri.IsLoopback && string.IsNullOrEmpty(options.Proxy));

    private async ValueTask<ApiError> ReadErrorAsync(
        ApiCall call, HttpResponseMessage response, Deadline deadline, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            return ErrorClassifier.FromRedirect(call, status, response.Headers.Location);
        }

        var body = await ReadBoundedAsync(response, deadline, cancellationToken).ConfigureAwait(false);
        var error = ErrorClassifier.FromAnswer(call, status, ErrorBody.Parse(body.Span)) with { AnsweredAt = response.Headers.Date };
        return response.Headers.RetryAfter is { } header
            ? error with { RetryAfter = Longest(error.RetryAfter, WaitOf(header, error.AnsweredAt ?? time.GetUtcNow())) }
            : error;
    }

    private static TimeSpan WaitOf(RetryConditionHeaderValue header, DateTimeOffset now) => header.Delta ?? (header.Date - now) ?? TimeSpan.Zero;

    private static TimeSpan Longest(TimeSpan? left, TimeSpan right) => left > right ? left.Value : right;

    private async ValueTask<ReadOnlyMemory<byte>> ReadBoundedAsync(
        HttpResponseMessage response, Deadline deadline, CancellationToken cancellationToken)
    {
        var bytes = new byte[ErrorBody.MaxBytes];
        var count = 0;
        using var running = deadline.Start(options.BodyIdleTimeout, cancellationToken);
        try
        {
            var body = await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
            count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The status alone has to say it.
        }

        return bytes.AsMemory(0, count);
    }

    /// <summary>The same string for the same token, so that a page does not make another.</summary>
    private string Authorization(string token)
    {
        var known = _authorization;
        if (known?.Token != token)
        {
            SecretText.Keep(token);
            _authorization = known = new AuthorizationHeader(token);
        }

        return known.Value;
    }

    private sealed class AuthorizationHeader(string token)
    {
        public string Token => token;

        public string Value { get; } = $"Bearer {token}";
    }
}
