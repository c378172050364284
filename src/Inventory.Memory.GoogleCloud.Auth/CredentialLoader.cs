using Google.Apis.Auth.OAuth2;

namespace Inventory.Memory.GoogleCloud.Auth;

/// <summary>Makes Google's credentials from a file or the metadata server, with scopes and impersonation.</summary>
/// <param name="options">Copied by whoever calls; not changed.</param>
/// <param name="keepSecret">Has a secret taken out of whatever a server answers.</param>
internal sealed class CredentialLoader(ApplicationCredentialsOptions options, Action<string> keepSecret)
{
    /// <exception cref="CredentialsException">They are of no kind that is known, or incomplete.</exception>
    public GoogleCredential FromFile(CredentialFile file)
    {
        try
        {
            // The factory asks for the kind to be named, so that a file from somewhere else is not a surprise.
            return Complete(CredentialFactory.FromJson(file.Json, file.Type), file.TokenUri);
        }
        catch (Exception failure) when (failure is not (CredentialsException or OutOfMemoryException))
        {
            // Google's library decodes a private key with a parser of its own, which fails in any way. Without the cause: it may
            // repeat what stands in the file.
            throw new CredentialsException(
                $"The credentials file '{file.Path}' of the type '{file.Type}' cannot be used: it is incomplete, its private key is broken, or it is not a type that Google's library knows. Make it again.");
        }
    }

    public GoogleCredential FromMetadataServer() => Complete(GoogleCredential.FromComputeCredential(new ComputeCredential()), null);

    private GoogleCredential Complete(GoogleCredential credential, string? tokenUri)
    {
        var factory = new CredentialHttpFactory(tokenUri, options.Endpoint, keepSecret);
        credential = credential.CreateWithHttpClientFactory(factory);
        return options.ImpersonateServiceAccount is { } account
            ? credential.Impersonate(new ImpersonatedCredential.Initializer(account)
            {
                DelegateAccounts = options.Delegates,
                Scopes = options.Scopes,
                HttpClientFactory = factory,
            })
            : credential.CreateScoped(options.Scopes);
    }
}
