using System.Reflection;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>Who asks. Google compresses only for agents that have the word gzip in their name.</summary>
internal static class UserAgent
{
    public static string Make(GoogleCloudOptions options)
    {
        var version = typeof(UserAgent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
        var gzip = HttpClientFactory.UsesGzip(options) ? " (gzip)" : "";
        return $"Inventory.Memory/{version}{gzip}{(options.UserAgentSuffix is { Length: > 0 } suffix ? $" {suffix}" : "")}";
    }
}
