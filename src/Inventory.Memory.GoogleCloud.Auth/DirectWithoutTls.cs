using System.Net;

namespace Inventory.Memory.GoogleCloud.Auth;

/// <summary>
/// The proxy of the environment, but never without TLS: the metadata servers of clouds answer http, and a proxy could read
/// their tokens and answer in their place.
/// </summary>
internal sealed class DirectWithoutTls : IWebProxy
{
    public ICredentials? Credentials
    {
        get => HttpClient.DefaultProxy.Credentials;
        set => throw new NotSupportedException("The proxy of the environment is used as it is.");
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : HttpClient.DefaultProxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.Scheme != Uri.UriSchemeHttps || HttpClient.DefaultProxy.IsBypassed(host);
}
