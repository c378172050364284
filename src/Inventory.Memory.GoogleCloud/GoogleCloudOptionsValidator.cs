using System.Globalization;
using Inventory.Memory.GoogleCloud.Http;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.GoogleCloud;

/// <summary>Every message names the property, the value and the limit.</summary>
internal sealed class GoogleCloudOptionsValidator : IValidateOptions<GoogleCloudOptions>
{
    private const int MinItemBytes = 1024;
    private const int MaxItemBytes = 1024 * 1024 * 1024;
    private const int MaxCacheBytes = 1024 * 1024 * 1024;
    private const int MinReceiveBufferBytes = 16 * 1024;
    private const int MaxReceiveBufferBytes = 16 * 1024 * 1024;
    private const int MaxConnections = 256;
    private const int MaxPageSize = 500;
    private const int MaxAttempts = 100;
    private const int MaxRequestsPerMinute = 1_000_000;
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    public static void ThrowIfInvalid(GoogleCloudOptions options)
    {
        var problems = Find(options).ToList();
        if (problems.Count > 0)
        {
            throw new OptionsValidationException(nameof(GoogleCloudOptions), typeof(GoogleCloudOptions), problems);
        }
    }

    public ValidateOptionsResult Validate(string? name, GoogleCloudOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = Find(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Find(GoogleCloudOptions options) => new[]
    {
        FindInEndpoint(options.Endpoint),
        Range(options.MaxConnectionsPerServer, AheadSlots.Reserved, MaxConnections, nameof(options.MaxConnectionsPerServer)),
        Range(options.PageSize ?? 1, 1, MaxPageSize, nameof(options.PageSize)),
        Range(options.MaxAttempts, 1, MaxAttempts, nameof(options.MaxAttempts)),
        Range(options.RequestsPerMinute ?? 0, 0, MaxRequestsPerMinute, nameof(options.RequestsPerMinute)),
        Range(options.MaxItemBytes, MinItemBytes, MaxItemBytes, nameof(options.MaxItemBytes)),
        Range(options.CacheBytes, 0, MaxCacheBytes, nameof(options.CacheBytes)),
        Range(options.ReceiveBufferBytes, MinReceiveBufferBytes, MaxReceiveBufferBytes, nameof(options.ReceiveBufferBytes)),
        Range(options.AheadReceiveBufferBytes, MinReceiveBufferBytes, MaxReceiveBufferBytes, nameof(options.AheadReceiveBufferBytes)),
        Time(options.ConnectTimeout, nameof(options.ConnectTimeout)),
        Time(options.HeadersTimeout, nameof(options.HeadersTimeout)),
        Time(options.BodyIdleTimeout, nameof(options.BodyIdleTimeout)),
        Time(options.BodyTimeout, nameof(options.BodyTimeout), s_day),
        Time(options.RetryDelay, nameof(options.RetryDelay)),
        options.RetryTimeout >= TimeSpan.Zero && options.RetryTimeout <= s_day
            ? null
            : $"{nameof(options.RetryTimeout)} is {options.RetryTimeout}; it must be 0 to {s_day}.",
        FindInProxy(options.Proxy),
        Uri.CheckHostName(options.UniverseDomain) == UriHostNameType.Dns
            ? null
            : $"{nameof(options.UniverseDomain)} '{options.UniverseDomain}' is not a host name; write one such as {GoogleCloudOptions.DefaultUniverseDomain}.",
        options.QuotaProject is { } quota && (quota.Length == 0 || quota.Any(character => character is <= ' ' or > '~'))
            ? $"{nameof(options.QuotaProject)} '{quota}' is not a project's id; write one such as my-project."
            : null,
        FindInFile(options.CaFile, nameof(options.CaFile)),
        FindInFile(options.AccessTokenFile, nameof(options.AccessTokenFile)),
        Enum.IsDefined(options.Gzip) ? null : $"{nameof(options.Gzip)} is {options.Gzip}; it must be Auto, On or Off.",
        options.UserAgentSuffix?.Any(character => character is < ' ' or > '~') == true
            ? $"{nameof(options.UserAgentSuffix)} has a character that no HTTP header may have; use printable ASCII."
            : null,
    }.OfType<string>();

    private static string? FindInEndpoint(string? endpoint)
    {
        const string Remedy = "give an address such as https://{service}.googleapis.com or http://127.0.0.1:8080";
        var filled = endpoint?.Replace("{service}", "service", StringComparison.Ordinal).Replace("{universe}", "universe", StringComparison.Ordinal);
        if (!Uri.TryCreate(filled, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.Host.Length == 0)
        {
            return $"{nameof(GoogleCloudOptions.Endpoint)} '{endpoint}' is not an http or https address; {Remedy}.";
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            // The value is not repeated: it may hold a password.
            return $"{nameof(GoogleCloudOptions.Endpoint)} must have no user, query or fragment; {Remedy}.";
        }

        return uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback
            ? $"{nameof(GoogleCloudOptions.Endpoint)} '{endpoint}' is plain http to another machine; use https, plain http is for loopback only."
            : null;
    }

    private static string? FindInProxy(string? proxy) =>
        string.IsNullOrEmpty(proxy) || (Uri.TryCreate(proxy, UriKind.Absolute, out var uri) && uri.Host.Length > 0)
            ? null
            : $"{nameof(GoogleCloudOptions.Proxy)} is not an address; give one such as http://proxy.example:3128.";

    private static string? FindInFile(string? path, string property) =>
        path is null || File.Exists(path) ? null : $"{property} '{path}' does not exist or cannot be read; give the path of a file.";

    private static string? Range(int value, int least, int most, string property) =>
        value >= least && value <= most ? null : string.Create(CultureInfo.InvariantCulture, $"{property} is {value}; it must be {least} to {most}.");

    private static string? Time(TimeSpan value, string property, TimeSpan? longest = null) =>
        value > TimeSpan.Zero && value <= (longest ?? s_longest) ? null : $"{property} is {value}; it must be over 0 and at most {longest ?? s_longest}.";
}
