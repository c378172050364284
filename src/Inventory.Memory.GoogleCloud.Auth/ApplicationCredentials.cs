using System.Text.Json;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inventory.Memory.GoogleCloud.Auth;

/// <summary>
/// All of Google's application default credentials as a token source: service account keys, users, workload identity
/// federation, impersonation, the metadata server. Tokens are renewed before they end, and once after a refusal.
/// </summary>
/// <remarks>Safe for concurrent use. Dispose it after the provider that uses it.</remarks>
public sealed class ApplicationCredentials : ITokenSource, IDisposable
{
    /// <summary>For what the tokens are: only a key that signs them itself, without scopes, looks at it.</summary>
    private const string Audience = "https://cloudresourcemanager.googleapis.com/";

    /// <summary>Where no token is to be had, every scope would wait for the library's own retries in vain.</summary>
    private static readonly TimeSpan s_failureIsKept = TimeSpan.FromMinutes(1);

    private readonly CredentialLoader _loader;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly string _source;
    private GoogleCredential? _credential;
    private string? _token;
    private string? _failure;
    private DateTimeOffset _failureEnds;

    /// <summary>Finds the credentials. A file is read now; nothing is sent yet.</summary>
    /// <param name="options">Which to use, copied now; null for application default credentials.</param>
    /// <param name="logger">Where to log; null for nowhere.</param>
    /// <exception cref="CredentialsException">There is a file, and it cannot be used.</exception>
    public ApplicationCredentials(ApplicationCredentialsOptions? options = null, ILogger? logger = null)
        : this(options, logger, TimeProvider.System, Environment.GetEnvironmentVariable)
    {
    }

    internal ApplicationCredentials(ApplicationCredentialsOptions? options, ILogger? logger, TimeProvider time, Func<string, string?> environment)
    {
        options ??= new ApplicationCredentialsOptions();
        (_time, _logger) = (time, logger ?? NullLogger.Instance);
        _loader = new CredentialLoader(options);
        var actingAs = options.ImpersonateServiceAccount is { } account ? $", acting as {account}" : "";
        if ((options.CredentialsFile ?? CredentialFile.Find(environment)) is { } path)
        {
            var file = CredentialFile.Read(path);
            _credential = _loader.FromFile(file);
            _source = $"the file '{path}' ({file.Type}){actingAs}";
        }
        else
        {
            _source = $"the metadata server{actingAs}";
        }

        QuotaProject = _credential?.QuotaProject;
        Log.CredentialsFound(_logger, _source);
    }

    /// <summary>The project that the credentials' file says calls are to be counted against; null where it says none.</summary>
    public string? QuotaProject { get; }

    /// <summary>The universe that the credentials are for: <c>googleapis.com</c>, or that of a sovereign cloud.</summary>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <exception cref="CredentialsException">There are no credentials, or they do not say.</exception>
    public async ValueTask<string> GetUniverseDomainAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var credential = await FindAsync(cancellationToken).ConfigureAwait(false);
            return await credential.GetUniverseDomainAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && failure is not CredentialsException)
        {
            throw new CredentialsException($"The universe domain of {_source} cannot be found out: {Explain(failure)} Name it with --universe-domain.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<string?> GetTokenAsync(string? rejected, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_failure is not null && _time.GetUtcNow() < _failureEnds)
            {
                throw NoCredentials(_failure);
            }

            _failure = null;
            return _token = await GetTokenLockedAsync(rejected, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && failure is not ScopeFailedException)
        {
            _failure = Explain(failure);
            _failureEnds = _time.GetUtcNow() + s_failureIsKept;
            Log.TokenRefused(_logger, _source, _failure);
            throw NoCredentials(_failure);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends the source.</summary>
    public void Dispose() => _gate.Dispose();

    /// <summary>Where the credentials come from; never a part of them.</summary>
    public override string ToString() => _source;

    private async ValueTask<string> GetTokenLockedAsync(string? rejected, CancellationToken cancellationToken)
    {
        var credential = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (rejected is not null && rejected == _token)
        {
            await RenewAsync(credential, cancellationToken).ConfigureAwait(false);
            Log.TokenRenewed(_logger, _source);
        }

        return await ((ITokenAccess)credential).GetAccessTokenForRequestAsync(Audience, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the machine once whether it is Google's.</summary>
    private async ValueTask<GoogleCredential> FindAsync(CancellationToken cancellationToken)
    {
        if (_credential is null)
        {
            if (!await ComputeCredential.IsRunningOnComputeEngine().WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new CredentialsException("there is no file of credentials, and no metadata server of Google Cloud.");
            }

            _credential = _loader.FromMetadataServer();
        }

        return _credential;
    }

    private static Task RenewAsync(GoogleCredential credential, CancellationToken cancellationToken) => credential.UnderlyingCredential switch
    {
        // It signs its tokens itself: another one would be just as good.
        ServiceAccountCredential { UseJwtAccessWithScopes: true } => Task.CompletedTask,
        ServiceCredential service => service.RequestAccessTokenAsync(cancellationToken),
        UserCredential user => user.RefreshTokenAsync(cancellationToken),
        _ => Task.CompletedTask,
    };

    /// <summary>Never the answer itself: it may hold a token.</summary>
    private static string Explain(Exception failure) => failure switch
    {
        CredentialsException => failure.Message,
        TokenResponseException { Error: { } error } => $"the server refused: {error.Error} {error.ErrorDescription}".TrimEnd() + ".",
        HttpRequestException or IOException or TaskCanceledException => failure.Message,
        JsonException => "its answer is not a token.",
        _ => $"{failure.GetType().Name}.",
    };

    private ScopeFailedException NoCredentials(string problem) => new(
        ScopeState.Failed,
        "noCredentials",
        $"There is no access token from {_source}: {problem} Sign in with 'gcloud auth application-default login', or give --credentials FILE, or set {CredentialFile.PathVariable}.");
}
