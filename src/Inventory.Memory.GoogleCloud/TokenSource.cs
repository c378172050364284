using Inventory.Memory.GoogleCloud.Credentials;
using Inventory.Memory.GoogleCloud.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inventory.Memory.GoogleCloud;

/// <summary>The token sources that come with the provider.</summary>
public static class TokenSource
{
    /// <summary>The environment variable that may hold an access token.</summary>
    public const string EnvironmentVariable = "GOOGLE_OAUTH_ACCESS_TOKEN";

    /// <summary>One token for ever.</summary>
    /// <param name="token">Not empty; without the word <c>Bearer</c>.</param>
    public static ITokenSource FromString(string token) => new FixedTokenSource(token, "the caller");

    /// <summary>A file that holds a token, such as a sidecar renews it; read again when it changes.</summary>
    /// <param name="path">At most 64 KiB of text; white space around the token is ignored.</param>
    public static ITokenSource FromFile(string path) => new FileTokenSource(path);

    /// <summary>
    /// The first that there is: the file of <see cref="GoogleCloudOptions.AccessTokenFile"/>; towards loopback, nothing; the
    /// variable <see cref="EnvironmentVariable"/>; the metadata server of Google Cloud (<c>GCE_METADATA_HOST</c>). Files of
    /// credentials are not read here: <c>ApplicationCredentials</c> of the package Inventory.Memory.GoogleCloud.Auth does that.
    /// </summary>
    /// <param name="options">Where the requests will go; null for the defaults.</param>
    /// <returns>A source; null where no token is needed. Dispose it where it can be disposed.</returns>
    public static ITokenSource? FromEnvironment(GoogleCloudOptions? options = null) =>
        Create(options ?? new GoogleCloudOptions(), TimeProvider.System, NullLogger.Instance);

    internal static ITokenSource? Create(GoogleCloudOptions options, TimeProvider time, ILogger logger)
    {
        if (options.AccessTokenFile is null && Endpoint.IsLoopback(options))
        {
            return null;
        }

        ITokenSource source = options.AccessTokenFile is { } file ? new FileTokenSource(file)
            : Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } token ? new FixedTokenSource(token, EnvironmentVariable)
            : new MetadataTokenSource(Environment.GetEnvironmentVariable(MetadataTokenSource.HostVariable), time, logger, options.SignInAdvice);
        Log.TokenSource(logger, source.ToString()!);
        return source;
    }
}
