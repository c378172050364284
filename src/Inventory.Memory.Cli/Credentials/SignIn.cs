using Inventory.Memory.GoogleCloud;

namespace Inventory.Memory.Cli.Credentials;

/// <summary>How this build signs in; there is one of <c>SignIn.Full.cs</c> and <c>SignIn.Small.cs</c>.</summary>
internal static partial class SignIn
{
    /// <summary>Whether anything but credentials that were asked for by name decides where tokens come from.</summary>
    private static bool IsDecided(GoogleCloudOptions options) =>
        options.AccessTokenFile is not null
        || Environment.GetEnvironmentVariable(TokenSource.EnvironmentVariable) is { Length: > 0 }
        || TokensAreNeedless(options);

    /// <summary>Towards loopback nobody's credentials are sent unless that was asked for.</summary>
    private static bool TokensAreNeedless(GoogleCloudOptions options) =>
        Uri.TryCreate(options.Endpoint.Replace("{service}", "x", StringComparison.Ordinal), UriKind.Absolute, out var uri) && uri.IsLoopback;
}
