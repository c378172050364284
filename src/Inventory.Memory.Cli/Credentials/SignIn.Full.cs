using Inventory.Memory.GoogleCloud;
using Inventory.Memory.GoogleCloud.Auth;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.Cli.Credentials;

/// <content>The tool with all of application default credentials.</content>
internal static partial class SignIn
{
    /// <summary>What a person without a token can do with this build.</summary>
    public const string Advice =
        "Sign in with 'gcloud auth application-default login', or give --credentials FILE or --access-token-file FILE, or set GOOGLE_APPLICATION_CREDENTIALS or GOOGLE_OAUTH_ACCESS_TOKEN.";

    /// <summary>Finds the credentials; takes over what they say of quota project and universe where the options do not.</summary>
    /// <returns>Null: the provider's own way.</returns>
    /// <exception cref="CommandFailedException">There are credentials, and they cannot be used.</exception>
    public static async ValueTask<ITokenSource?> OpenAsync(
        CredentialSettings settings, GoogleCloudOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (settings.AskedBy is null && IsDecided(options))
        {
            return null;
        }

        var wanted = new ApplicationCredentialsOptions
        {
            CredentialsFile = settings.File,
            ImpersonateServiceAccount = settings.Impersonate,
            Delegates = settings.Delegates,
            SignInAdvice = options.SignInAdvice,
            Endpoint = options.Endpoint == GoogleCloudOptions.DefaultEndpoint ? null : options.Endpoint,
        };
        wanted.Scopes = settings.Scopes.Count > 0 ? settings.Scopes : wanted.Scopes;
        try
        {
            var credentials = new ApplicationCredentials(wanted, loggers.CreateLogger<ApplicationCredentials>());
            options.QuotaProject ??= credentials.QuotaProject;
            options.UniverseDomain = await UniverseAsync(settings, options, credentials, cancellationToken).ConfigureAwait(false);
            return credentials;
        }
        catch (CredentialsException failure)
        {
            throw CommandFailedException.Usage(failure.Message, failure);
        }
    }

    private static async ValueTask<string> UniverseAsync(
        CredentialSettings settings, GoogleCloudOptions options, ApplicationCredentials credentials, CancellationToken cancellationToken)
    {
        if (!options.Endpoint.Contains("{universe}", StringComparison.Ordinal))
        {
            return options.UniverseDomain;
        }

        string universe;
        try
        {
            universe = await credentials.GetUniverseDomainAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CredentialsException) when (settings.File is null)
        {
            // Without a metadata server there is no token either; the run says so, scope by scope.
            return options.UniverseDomain;
        }

        return settings.UniverseDomain is null || settings.UniverseDomain == universe
            ? universe
            : throw CommandFailedException.Usage(
                $"--universe-domain is '{settings.UniverseDomain}', but {credentials} is for '{universe}'. Leave the option out, or use credentials of that cloud.");
    }
}
