using System.Net;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Credentials;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inventory.Memory.GoogleCloud;

/// <summary>
/// The base of a token source that asks a server: keeps the token until shortly before its end, asks again after hiccups,
/// and gives out the old token for as long as it is good where no new one can be had.
/// </summary>
/// <remarks>Safe for concurrent use: one request at a time, the others wait for its token.</remarks>
public abstract class RenewingTokenSource : ITokenSource, IDisposable
{
    /// <summary>The reason of the scopes for which there was no token.</summary>
    public const string NoCredentials = "noCredentials";

    /// <summary>The first request and three more: about three seconds in all, so that a restart of the server is bridged.</summary>
    private const int MaxAttempts = 4;

    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(300);

    /// <summary>Google's metadata server renews its tokens 4 minutes before they end; asked earlier, it gives the same one.</summary>
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromSeconds(225);

    /// <summary>A refusal stays: without this, every scope would ask in vain.</summary>
    private static readonly TimeSpan s_refusalIsKept = TimeSpan.FromMinutes(1);

    /// <summary>A hiccup passes: only those who wait for the same request share its end.</summary>
    private static readonly TimeSpan s_hiccupIsKept = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IssuedToken? _token;
    private string? _problem;
    private DateTimeOffset _problemEnds;

    /// <summary>Creates the source. Nothing is sent.</summary>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Where to log; null for nowhere.</param>
    protected RenewingTokenSource(TimeProvider? time = null, ILogger? logger = null) =>
        (_time, _logger) = (time ?? TimeProvider.System, logger ?? NullLogger.Instance);

    /// <summary>What whoever has no token should do: one or more sentences.</summary>
    protected abstract string Remedy { get; }

    /// <inheritdoc/>
    public async ValueTask<string?> GetTokenAsync(string? rejected, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var isRejected = rejected is not null && rejected == _token?.Value;
            if (isRejected || !EndsAfterLocked(s_renewBefore))
            {
                if (_time.GetUtcNow() >= _problemEnds)
                {
                    await RenewLockedAsync(isRejected, cancellationToken).ConfigureAwait(false);
                }

                if (_problem is not null && (isRejected || !EndsAfterLocked(TimeSpan.Zero)))
                {
                    throw new ScopeFailedException(ScopeState.Failed, NoCredentials, $"There is no access token from {this}: {_problem} {Remedy}");
                }
            }

            return _token!.Value;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends the source.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks for a token once.</summary>
    /// <param name="isRejected">Whether a server has refused the last one although it has not ended: a cached one will not do.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    protected abstract ValueTask<IssuedToken> FetchAsync(bool isRejected, CancellationToken cancellationToken);

    /// <summary>
    /// Remembers a secret that is sent to a server, so that it is taken out of every text that a server answers before the
    /// text is kept. The last 64 of the process are remembered.
    /// </summary>
    /// <param name="secret">Such as a refresh token; under 8 characters it is not remembered, for it could be any word.</param>
    protected static void KeepSecret(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        SecretText.Keep(secret);
    }

    /// <summary>Text of a server as it may be shown: at most 600 characters, without control characters and without secrets that are known or look like one.</summary>
    /// <param name="text">What a server has said.</param>
    protected static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ErrorClassifier.Clean(text);
    }

    /// <summary>Ends what the source uses.</summary>
    /// <param name="disposing">True, unless a finalizer calls.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gate.Dispose();
        }
    }

    /// <summary>Whether the same request may go better a moment later: a hiccup of the server or of the way to it.</summary>
    /// <param name="failure">What <see cref="FetchAsync"/> has thrown.</param>
    protected virtual bool IsHiccup(Exception failure) => failure switch
    {
        HttpRequestException { StatusCode: { } status } => IsHiccup(status),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => false,
        HttpRequestException or IOException => true,
        // Where no token ever came there is mostly no server: four time-outs would be four times the wait.
        OperationCanceledException or TimeoutException => _token is not null,
        _ => false,
    };

    /// <summary>Whether an answer of this status is a hiccup of the server.</summary>
    /// <param name="status">The answer's status.</param>
    protected static bool IsHiccup(HttpStatusCode status) => status is
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>What went wrong, in a sentence. Never an answer itself: it may hold a token.</summary>
    /// <param name="failure">What <see cref="FetchAsync"/> has thrown.</param>
    protected virtual string Explain(Exception failure) => failure switch
    {
        JsonException or KeyNotFoundException or InvalidOperationException or FormatException => "its answer is not a token.",
        OperationCanceledException or TimeoutException => "it did not answer in time.",
        HttpRequestException or IOException or CredentialsException => Clean(failure.Message),
        _ => $"{failure.GetType().Name}.",
    };

    private bool EndsAfterLocked(TimeSpan time) => _token is { } token && _time.GetUtcNow() < token.ExpiresAt - time;

    /// <summary>A new token, or why there is none; the old one stays until it is replaced.</summary>
    private async ValueTask RenewLockedAsync(bool isRejected, CancellationToken cancellationToken)
    {
        // Ahead of time one request is enough: nobody waits longer for a token while there is a good one.
        var attempts = !isRejected && EndsAfterLocked(TimeSpan.Zero) ? 1 : MaxAttempts;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var issued = await FetchAsync(isRejected, cancellationToken).ConfigureAwait(false);
                _ = AccessToken.Check(issued.Value, ToString()!);
                SecretText.Keep(issued.Value);
                (_token, _problem, _problemEnds) = (issued, null, default);
                if (isRejected)
                {
                    Log.TokenRenewed(_logger, ToString()!);
                }

                return;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                var isHiccup = IsHiccup(failure);
                if (!isHiccup || attempt == attempts)
                {
                    (_problem, _problemEnds) = (Explain(failure), _time.GetUtcNow() + (isHiccup ? s_hiccupIsKept : s_refusalIsKept));
                    Log.NoToken(_logger, ToString()!, _problem);
                    return;
                }
            }

            await Task.Delay(s_firstWait * (1 << (attempt - 1)) * (0.5 + Random.Shared.NextDouble()), _time, cancellationToken).ConfigureAwait(false);
        }
    }
}
