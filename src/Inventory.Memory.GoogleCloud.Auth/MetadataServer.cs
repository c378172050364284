namespace Inventory.Memory.GoogleCloud.Auth;

/// <summary>
/// Whether a metadata server of Google Cloud is there. Google's library can tell, too, but asks through the proxy of the
/// environment, and whoever answers there would be believed.
/// </summary>
internal static class MetadataServer
{
    private const string HostVariable = "GCE_METADATA_HOST";

    /// <summary>The address that Google's library asks, too: it needs no name service.</summary>
    private const string DefaultHost = "169.254.169.254";

    private const string Flavor = "Metadata-Flavor";
    private const string Google = "Google";

    /// <summary>What the firmware says of a machine of Google's, where the server does not answer in time.</summary>
    private const string ProductName = "/sys/class/dmi/id/product_name";

    /// <summary>As Google's libraries: the server is on the same machine, and mostly answers within milliseconds.</summary>
    private const int Attempts = 3;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(1);

    public static async ValueTask<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        var host = Environment.GetEnvironmentVariable(HostVariable) is { Length: > 0 } named ? named.Trim() : DefaultHost;
        using var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = s_timeout };
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{host}/"));
                request.Headers.TryAddWithoutValidation(Flavor, Google);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                return response.Headers.TryGetValues(Flavor, out var values) && values.Contains(Google, StringComparer.Ordinal);
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // Nobody there, or slow: asked again, then the firmware tells.
            }
        }

        return IsMadeByGoogle();
    }

    private static bool IsMadeByGoogle()
    {
        try
        {
            return File.ReadAllText(ProductName).Trim() is Google or "Google Compute Engine";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
