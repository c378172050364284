using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Inventory.Memory.Cli.Values;
using Inventory.Memory.GoogleCloud;

namespace Inventory.Memory.Cli.Commands;

/// <summary>The options of <c>inventory collect</c>, and how their values are read.</summary>
internal static class CollectOptions
{
    private const int MaxPageSize = 500;
    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_longestRun = TimeSpan.FromDays(30);

    private static readonly Option<string[]> s_projects = Several("--project", "-p", "ID", "Projects to collect, in this order. Not needed with --emulate.");
    private static readonly Option<string[]> s_types = Several("--type", "-t", "GLOB", "Only these types, such as Instance, compute.disks or *Proxy. '*' is everything, reference data too.");
    private static readonly Option<string[]> s_locations = Several("--location", "-l", "GLOB", "Only these zones, regions (with their zones) or 'global', such as europe-west1 or us-*.");
    private static readonly Option<string?> s_endpoint = Text("--endpoint", "URL", "Where the APIs answer instead of https://{service}.googleapis.com; may contain {service}. Plain http only to loopback.");
    private static readonly Option<EmulatedEstate?> s_emulate = new("--emulate")
    {
        HelpName = "N|collection=N,...",
        Description = "Collect from an emulator that is started beside the tool: N resources in each collection (100), or other numbers for some: instances=100000.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = ParseEmulate,
    };
    private static readonly Option<string?> s_output = FilePath("--output", "FILE|-", "Where the records go: a new file, or - for standard output, the default where that is no terminal.", "-o");
    private static readonly Option<bool> s_overwrite = Flag("--overwrite", "Replace the output file if it exists.");
    private static readonly Option<string?> s_summary = FilePath("--summary", "FILE", "Write a summary of the run as JSON.");
    private static readonly Option<MemoryLimit?> s_memoryLimit = new("--memory-limit")
    {
        HelpName = "SIZE|PERCENT",
        Description = "The most memory the run may take: 64MiB (64Mi), 64MB (64M), bytes, or a share of what the machine allows: 50%.",
        CustomParser = result => Read(result, MemoryLimit.Parse(Value(result)), "a size from 1MiB on such as 64MiB, 64MB or 67108864, or a share from 0.1 to 100%"),
    };
    private static readonly Option<Switch?> s_governor = SwitchOption.Create("--governor", "Whether memory is governed: collected, pages made smaller, the run paused and in the end stopped. Default: on.");
    private static readonly Option<GcPolicyName?> s_gcPolicy = new("--gc-policy")
    {
        HelpName = "NAME",
        Description = "When garbage is collected on purpose: default, threshold (80 % of a limit), growth, periodic (every 3 scopes) or none.",
        CustomParser = result => Read(
            result,
            Value(result).All(char.IsAsciiLetter) && Enum.TryParse<GcPolicyName>(Value(result), ignoreCase: true, out var name) ? name : (GcPolicyName?)null,
            "default, threshold, growth, periodic or none"),
    };
    private static readonly Option<int?> s_pageSize = new("--page-size")
    {
        HelpName = "N",
        Description = "Resources a page, 1 to 500. Default: the most that the API gives.",
        CustomParser = result => Read(result, int.TryParse(Value(result), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= MaxPageSize ? size : (int?)null, "a number from 1 to 500"),
    };
    private static readonly Option<int?> s_lookAhead = new("--look-ahead")
    {
        HelpName = "N",
        Description = "Request the first pages of so many next scopes while one is read, 0 to 64; the order stays. Default: 8.",
        CustomParser = result => Read(
            result,
            int.TryParse(Value(result), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 0 and <= SequentialCollectorOptions.MaxLookAhead ? count : (int?)null,
            "a number from 0 to 64"),
    };
    private static readonly Option<string?> s_fields = Text("--fields", "MASK", "Only these fields of a resource, such as name,labels,networkInterfaces/networkIP. name, selfLink and id always come.");
    private static readonly Option<GzipMode?> s_gzip = new("--gzip")
    {
        HelpName = "auto|on|off",
        Description = "Ask for compressed answers; auto: not from loopback.",
        CustomParser = result => Read(result, ParseGzip(Value(result)), "auto, on or off"),
    };
    private static readonly Option<string?> s_caFile = FilePath("--ca-file", "FILE", "Certificate authorities to trust beside the system's, as PEM.");
    private static readonly Option<string?> s_tokenFile = FilePath("--access-token-file", "FILE", "A file that holds an access token, read again when it changes. Else GOOGLE_OAUTH_ACCESS_TOKEN, else application default credentials.");
    private static readonly Option<TimeSpan?> s_timeout = Duration("--timeout", "How long to wait for an answer to begin, and then for its next bytes: 30s, 500ms.", s_longestTimeout);
    private static readonly Option<TimeSpan?> s_deadline = Duration("--deadline", "How long the whole run may take: 90s, 2m, 1h. What is left then is skipped, and the run partial.", s_longestRun);
    private static readonly Option<bool> s_redact = Flag("--redact", "Mask passwords, keys, instance metadata, environment variables, and arguments that look like a secret.");
    private static readonly Option<bool> s_noProgress = Flag("--no-progress", "Show no progress; the end is shown all the same.");
    private static readonly Option<bool> s_verbose = new("--verbose", "-v") { Description = "Log to standard error; twice: also what is for debugging.", Arity = ArgumentArity.Zero };

    public static IEnumerable<Option> All =>
    [
        s_projects, s_types, s_locations, s_endpoint, s_emulate, s_output, s_overwrite, s_summary, s_memoryLimit, s_governor, s_gcPolicy, s_pageSize, s_lookAhead, s_fields,
        s_gzip, s_caFile, s_tokenFile, s_timeout, s_deadline, s_redact, s_noProgress, s_verbose,
        .. CredentialOptions.All,
        .. ReadingOptions.All,
        .. ProjectOptions.All,
        .. CompletenessOptions.All,
        .. SelectionOptions.All,
        .. ReliabilityOptions.All,
    ];

    /// <summary>What also decides which calls there would be, and how they are made.</summary>
    public static IEnumerable<Option> ForPlan =>
    [
        s_projects, s_types, s_locations, s_endpoint, s_emulate, s_caFile, s_tokenFile, s_timeout, s_verbose,
        .. ProjectOptions.All, .. CredentialOptions.All, .. SelectionOptions.All, .. ReliabilityOptions.All,
    ];

    public static CollectSettings Read(ParseResult parsed) => new()
    {
        Projects = ReadProjects(parsed),
        Types = ListText.Split(parsed.GetValue(s_types)),
        Locations = ListText.Split(parsed.GetValue(s_locations)),
        Endpoint = parsed.GetValue(s_endpoint),
        Emulate = parsed.GetValue(s_emulate)?.WithProjects(ProjectOptions.EmulatedProjects(parsed)),
        Output = parsed.GetValue(s_output),
        Overwrite = parsed.GetValue(s_overwrite),
        SummaryFile = parsed.GetValue(s_summary),
        MemoryLimit = parsed.GetValue(s_memoryLimit),
        Governed = parsed.GetValue(s_governor) != Switch.Off,
        GcPolicy = parsed.GetValue(s_gcPolicy) ?? GcPolicyName.Default,
        PageSize = parsed.GetValue(s_pageSize),
        LookAhead = parsed.GetValue(s_lookAhead) ?? SequentialCollectorOptions.DefaultLookAhead,
        Fields = parsed.GetValue(s_fields),
        ValidateItems = ReadingOptions.ReadValidate(parsed),
        Gzip = parsed.GetValue(s_gzip) ?? GzipMode.Auto,
        CaFile = parsed.GetValue(s_caFile),
        AccessTokenFile = parsed.GetValue(s_tokenFile),
        Credentials = CredentialOptions.Read(parsed),
        Selection = SelectionOptions.Read(parsed),
        Finding = ProjectOptions.Read(parsed, parsed.GetValue(s_projects) is { Length: > 0 }),
        Reliability = ReliabilityOptions.Read(parsed),
        Timeout = parsed.GetValue(s_timeout),
        Deadline = parsed.GetValue(s_deadline),
        Redact = parsed.GetValue(s_redact),
        HideProgress = parsed.GetValue(s_noProgress),
        Verbosity = parsed.GetResult(s_verbose)?.IdentifierTokenCount ?? 0,
        Completeness = CompletenessOptions.Read(parsed),
    };

    /// <summary>Where nobody's estate can be meant, the emulator's project is.</summary>
    private static string[] ReadProjects(ParseResult parsed) =>
        parsed.GetValue(s_projects) is { Length: > 0 } projects ? ListText.Split(projects)
        : ProjectOptions.Read(parsed, namesProjects: false).FindAny ? []
        : CompletenessOptions.Retries(parsed) ? []
        : parsed.GetValue(s_emulate) is not null || IsLoopback(parsed.GetValue(s_endpoint)) ? [EmulatedEstate.DefaultProject]
        : [];

    private static bool IsLoopback(string? endpoint) => Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.IsLoopback;

    private static EmulatedEstate? ParseEmulate(ArgumentResult result) => result.Tokens.Count == 0
        ? EmulatedEstate.Parse(null)
        : Read(result, EmulatedEstate.Parse(Value(result)), "a number such as 1000, or collection=number such as instances=100000, several with commas");

    private static GzipMode? ParseGzip(string text) => text switch
    {
        "auto" => GzipMode.Auto,
        "on" => GzipMode.On,
        "off" => GzipMode.Off,
        _ => null,
    };

    private static Option<string[]> Several(string name, string alias, string help, string description) => new(name, alias)
    {
        HelpName = help,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    internal static Option<string?> Text(string name, string help, string description, params string[] aliases) =>
        new(name, aliases) { HelpName = help, Description = description };

    /// <summary>A path, which is not empty: a variable of a script that was not set would else name anything.</summary>
    internal static Option<string?> FilePath(string name, string help, string description, params string[] aliases)
    {
        var option = Text(name, help, description, aliases);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError($"{name} is ''; write the path of a file.");
            }
        });
        return option;
    }

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    private static Option<TimeSpan?> Duration(string name, string description, TimeSpan most) => new(name)
    {
        HelpName = "D",
        Description = description,
        CustomParser = result => Read(
            result,
            DurationText.TryParse(Value(result), most, out var duration) ? duration : (TimeSpan?)null,
            string.Create(CultureInfo.InvariantCulture, $"a duration such as 500ms, 30s, 2m or 1h, at most {most.TotalHours:0}h")),
    };

    internal static string Value(ArgumentResult result) => result.Tokens[0].Value;

    /// <summary>Passes a value on; one that could not be read becomes an error with the option, the value and what to write instead.</summary>
    internal static T Read<T>(ArgumentResult result, T value, string expected)
    {
        if (value is null)
        {
            var option = (result.Parent as OptionResult)?.Option.Name;
            result.AddError($"{option} is '{Value(result)}'; write {expected}.");
        }

        return value;
    }
}
