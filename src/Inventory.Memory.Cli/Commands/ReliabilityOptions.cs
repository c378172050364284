using System.CommandLine;
using System.Globalization;
using Inventory.Memory.Cli.Values;
using Inventory.Memory.GoogleCloud;

namespace Inventory.Memory.Cli.Commands;

/// <summary>The options that say how often and how long what fails is tried again, and how fast requests may follow each other.</summary>
internal static class ReliabilityOptions
{
    private const int MostRetries = 99;
    private const int MostPerMinute = 1_000_000;
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    private static readonly Option<int?> s_retries = Number("--retries", MostRetries, "How often a page that fails is asked for again. 0: never. Default: 5.");

    private static readonly Option<TimeSpan?> s_retryTimeout = new("--retry-timeout")
    {
        HelpName = "D",
        Description = "How long a page that fails is tried again, waits included: 30s, 2m, 1h. Default: 10m.",
        CustomParser = result => CollectOptions.Read(
            result,
            DurationText.TryParse(CollectOptions.Value(result), s_longest, out var duration) ? duration : (TimeSpan?)null,
            "a duration such as 30s, 2m or 1h, at most 24h"),
    };

    private static readonly Option<int?> s_perMinute = Number(
        "--requests-per-minute", MostPerMinute, "How many requests a minute each API gets for each project, fewer when it says so. 0: no limit. Default: 1200, towards loopback 0.");

    public static IEnumerable<Option> All => [s_retries, s_retryTimeout, s_perMinute];

    /// <summary>Puts into the provider's options what was given.</summary>
    public static Action<GoogleCloudOptions> Read(ParseResult parsed)
    {
        var (retries, timeout, perMinute) = (parsed.GetValue(s_retries), parsed.GetValue(s_retryTimeout), parsed.GetValue(s_perMinute));
        return options =>
        {
            options.MaxAttempts = retries + 1 ?? options.MaxAttempts;
            options.RetryTimeout = timeout ?? options.RetryTimeout;
            options.RequestsPerMinute = perMinute;
        };
    }

    private static Option<int?> Number(string name, int most, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = result => CollectOptions.Read(
            result,
            int.TryParse(CollectOptions.Value(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= most ? number : (int?)null,
            string.Create(CultureInfo.InvariantCulture, $"a number from 0 to {most}")),
    };
}
