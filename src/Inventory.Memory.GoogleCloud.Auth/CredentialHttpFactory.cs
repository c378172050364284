using Google.Apis.Http;

namespace Inventory.Memory.GoogleCloud.Auth;

/// <summary>
/// Makes the HTTP clients of Google's library with our handler in front, without a proxy where there is no TLS, and without
/// the library's own retries: <see cref="RenewingTokenSource"/> tries again, and after more kinds of hiccups.
/// </summary>
internal sealed class CredentialHttpFactory(string? tokenUri, string? endpoint, Action<string> keepSecret) : HttpClientFactory(new DirectWithoutTls())
{
    /// <summary>The library would wait 100 s for a server that does not answer.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args)
    {
        for (var i = args.Initializers.Count - 1; i >= 0; i--)
        {
            if (args.Initializers[i] is ExponentialBackOffInitializer)
            {
                args.Initializers.RemoveAt(i);
            }
        }

        return new AddressHandler(tokenUri, endpoint, keepSecret) { InnerHandler = base.CreateHandler(args) };
    }
}
