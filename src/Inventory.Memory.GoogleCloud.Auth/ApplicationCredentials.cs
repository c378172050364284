using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inventory.Memory.GoogleCloud.Auth;

/// <summary>
/// All of Google's application default credentials as a token source: service account keys, users, workload identity
/// federation, impersonation, the metadata server. Tokens are renewed before they end, and once after a refusal; a server's
/// hiccups are waited out for some seconds.
/// </summary>
/// <remarks>Safe for concurrent use. Dispose it after the provider that uses it.</remarks>
public sealed class ApplicationCredentials : RenewingTokenSource
{
    /// <summary>For what the tokens are: only a key that signs them itself, without scopes, looks at it.</summary>
    private const string Audience = "https://cloudresourcemanager.googleapis.com/";

    private readonly CredentialLoader _loader;
    private readonly TimeProvider _time;
    private readonly string _source;
    private readonly string _advice;
    private GoogleCredential? _credential;

    /// <summary>Finds the credentials. A file is read now; nothing is sent yet.</summary>
    /// <param name="options">Which to use, copied now; null for application default credentials.</param>
    /// <param name="logger">Where to log; null for nowhere.</param>
    /// <exception cref="CredentialsException">There is a file, and it cannot be used.</exception>
    public ApplicationCredentials(ApplicationCredentialsOptions? options = null, ILogger? logger = null)
        : this(options, logger, TimeProvider.System, Environment.GetEnvironmentVariable)
    {
    }

    internal ApplicationCredentials(ApplicationCredentialsOptions? options, ILogger? logger, TimeProvider time, Func<string, string?> environment)
        : base(time, logger)
    {
        options ??= new ApplicationCredentialsOptions();
        _time = time;
        _loader = new CredentialLoader(options, KeepSecret);
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

        _advice = options.SignInAdvice ?? Advice;
        QuotaProject = _credential?.QuotaProject;
        Log.CredentialsFound(logger ?? NullLogger.Instance, _source);
    }

    /// <summary>The project that the credentials' file says calls are to be counted against; null where it says none.</summary>
    public string? QuotaProject { get; }

    /// <inheritdoc/>
    protected override string Remedy => _advice;

    private static string Advice =>
        $"Sign in with 'gcloud auth application-default login', or name a file of credentials ({nameof(ApplicationCredentialsOptions)}.{nameof(ApplicationCredentialsOptions.CredentialsFile)}, {CredentialFile.PathVariable}).";

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
            throw new CredentialsException($"The universe domain of {_source} cannot be found out: {Explain(failure)} Set {nameof(GoogleCloudOptions)}.{nameof(GoogleCloudOptions.UniverseDomain)}.");
        }
    }

    /// <summary>Where the credentials come from; never a part of them.</summary>
    public override string ToString() => _source;

    /// <inheritdoc/>
    protected override async ValueTask<IssuedToken> FetchAsync(bool isRejected, CancellationToken cancellationToken)
    {
        var credential = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (isRejected)
        {
            await RenewAsync(credential, cancellationToken).ConfigureAwait(false);
        }

        var token = await ((ITokenAccess)credential).GetAccessTokenForRequestAsync(Audience, cancellationToken).ConfigureAwait(false);
        return new IssuedToken(token, EndOf(credential.UnderlyingCredential switch
        {
            ServiceAccountCredential { UseJwtAccessWithScopes: true } => null,
            ServiceCredential service => service.Token,
            UserCredential user => user.Token,
            _ => null,
        }));
    }

    /// <inheritdoc/>
    protected override bool IsHiccup(Exception failure) => failure switch
    {
        TokenResponseException { StatusCode: { } status } => IsHiccup(status),
        CredentialsException => false,
        _ => base.IsHiccup(failure),
    };

    /// <inheritdoc/>
    protected override string Explain(Exception failure) => failure switch
    {
        TokenResponseException { Error: { } error } => Clean($"the server refused: {error.Error} {error.ErrorDescription}".TrimEnd() + "."),
        _ => base.Explain(failure),
    };

    /// <summary>Asks the machine once whether it is Google's.</summary>
    private async ValueTask<GoogleCredential> FindAsync(CancellationToken cancellationToken)
    {
        if (_credential is null)
        {
            if (!await MetadataServer.IsThereAsync(cancellationToken).ConfigureAwait(false))
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

    /// <summary>Where it is unknown, now: Google's library, which keeps tokens itself, is asked each time.</summary>
    private DateTimeOffset EndOf(TokenResponse? token) => token is { ExpiresInSeconds: { } seconds }
        ? new DateTimeOffset(DateTime.SpecifyKind(token.IssuedUtc, DateTimeKind.Utc)).AddSeconds(seconds)
        : _time.GetUtcNow();
}
