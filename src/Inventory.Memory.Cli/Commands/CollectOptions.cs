using System.CommandLine;
using System.CommandLine.Parsing;
using Inventory.Memory.Cli.Values;
using Inventory.Memory.GoogleCloud;

namespace Inventory.Memory.Cli.Commands;

/// <summary>The options of <c>inventory collect</c>, and how their values are read.</summary>
internal static class CollectOptions
{
    private const int MaxPageSize = 500;
    private static readonly TimeSpan _longestTimeout = TimeSpan.FromHours(1);
    private static readonly TimeSpan _longestRun = TimeSpan.FromDays(30);

    private static readonly Option<string[]> _projects = Several("--project", "-p", "ID", "Projects to collect, in this order. Not needed with --emulate.");
    private static readonly Option<string[]> _types = Several("--type", "-t", "GLOB", "Only these types, such as Instance, compute.disks or *Proxy. '*' is everything, reference data too.");
    private static readonly Option<string[]> _locations = Several("--location", "-l", "GLOB", "Only these zones, regions (with their zones) or 'global', such as europe-west1 or us-*.");
    private static readonly Option<string?> _endpoint = Text("--endpoint", "URL", "Where the APIs answer instead of https://{service}.googleapis.com; may contain {service}. Plain http only to loopback.");
    private static readonly Option<EmulatedEstate?> _emulate = new("--emulate")
    {
        HelpName = "N|collection=N,...",
        Description = "Collect from an emulator that is started beside the tool: N resources in each collection (100), or other numbers for some: instances=100000.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = ParseEmulate,
    };
    private static readonly Option<string?> _output = Text("--output", "FILE|-", "Where the records go: a new file, or - for standard output, the default where that is no terminal.", "-o");
    private static readonly Option<bool> _overwrite = Flag("--overwrite", "Replace the output file if it exists.");
    private static readonly Option<string?> _summary = Text("--summary", "FILE", "Write a summary of the run as JSON.");
    private static readonly Option<MemoryLimit?> _memoryLimit = new("--memory-limit")
    {
        HelpName = "SIZE|PERCENT",
        Description = "The most memory the run may take: 64MiB (64Mi), 64MB (64M), bytes, or a share of what the machine allows: 50%.",
        CustomParser = result => Read(result, MemoryLimit.Parse(Value(result)), "a size such as 64MiB, 64MB or 67108864, or a share from above 0 to 100%"),
    };
    private static readonly Option<int?> _pageSize = new("--page-size")
    {
        HelpName = "N",
        Description = "Resources a page, 1 to 500. Default: the most that the API gives.",
        CustomParser = result => Read(result, int.TryParse(Value(result), out var size) && size is >= 1 and <= MaxPageSize ? size : (int?)null, "a number from 1 to 500"),
    };
    private static readonly Option<string?> _fields = Text("--fields", "MASK", "Only these fields of a resource, such as name,labels,networkInterfaces/networkIP. name, selfLink and id always come.");
    private static readonly Option<GzipMode?> _gzip = new("--gzip")
    {
        HelpName = "auto|on|off",
        Description = "Ask for compressed answers; auto: not from loopback.",
        CustomParser = result => Read(result, ParseGzip(Value(result)), "auto, on or off"),
    };
    private static readonly Option<string?> _caFile = Text("--ca-file", "FILE", "Certificate authorities to trust beside the system's, as PEM.");
    private static readonly Option<string?> _tokenFile = Text("--access-token-file", "FILE", "A file that holds an access token, read again when it changes. Else GOOGLE_OAUTH_ACCESS_TOKEN, else the metadata server.");
    private static readonly Option<TimeSpan?> _timeout = Duration("--timeout", "How long to wait for an answer to begin, and then for its next bytes: 30s, 500ms.", _longestTimeout);
    private static readonly Option<TimeSpan?> _deadline = Duration("--deadline", "How long the whole run may take: 90s, 2m, 1h. What is left then is skipped, and the run partial.", _longestRun);
    private static readonly Option<bool> _redact = Flag("--redact", "Mask the values of instance metadata (startup scripts, keys) and of environment variables.");
    private static readonly Option<bool> _noProgress = Flag("--no-progress", "Show no progress; the end is shown all the same.");
    private static readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Log to standard error; twice: also what is for debugging.", Arity = ArgumentArity.Zero };

    public static IEnumerable<Option> All =>
    [
        _projects, _types, _locations, _endpoint, _emulate, _output, _overwrite, _summary, _memoryLimit, _pageSize, _fields,
        _gzip, _caFile, _tokenFile, _timeout, _deadline, _redact, _noProgress, _verbose,
    ];

    public static CollectSettings Read(ParseResult parsed) => new()
    {
        Projects = ReadProjects(parsed),
        Types = parsed.GetValue(_types) ?? [],
        Locations = parsed.GetValue(_locations) ?? [],
        Endpoint = parsed.GetValue(_endpoint),
        Emulate = parsed.GetValue(_emulate),
        Output = parsed.GetValue(_output),
        Overwrite = parsed.GetValue(_overwrite),
        SummaryFile = parsed.GetValue(_summary),
        MemoryLimit = parsed.GetValue(_memoryLimit),
        PageSize = parsed.GetValue(_pageSize),
        Fields = parsed.GetValue(_fields),
        Gzip = parsed.GetValue(_gzip) ?? GzipMode.Auto,
        CaFile = parsed.GetValue(_caFile),
        AccessTokenFile = parsed.GetValue(_tokenFile),
        Timeout = parsed.GetValue(_timeout),
        Deadline = parsed.GetValue(_deadline),
        Redact = parsed.GetValue(_redact),
        HideProgress = parsed.GetValue(_noProgress),
        Verbosity = parsed.GetResult(_verbose)?.IdentifierTokenCount ?? 0,
    };

    /// <summary>Where nobody's estate can be meant, the emulator's project is.</summary>
    private static string[] ReadProjects(ParseResult parsed) =>
        parsed.GetValue(_projects) is { Length: > 0 } projects ? projects
        : parsed.GetValue(_emulate) is not null || IsLoopback(parsed.GetValue(_endpoint)) ? [EmulatedEstate.DefaultProject]
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

    private static Option<string?> Text(string name, string help, string description, params string[] aliases) =>
        new(name, aliases) { HelpName = help, Description = description };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    private static Option<TimeSpan?> Duration(string name, string description, TimeSpan most) => new(name)
    {
        HelpName = "D",
        Description = description,
        CustomParser = result => Read(
            result,
            DurationText.TryParse(Value(result), most, out var duration) ? duration : (TimeSpan?)null,
            $"a duration such as 500ms, 30s, 2m or 1h, at most {most.TotalHours:0}h"),
    };

    private static string Value(ArgumentResult result) => result.Tokens[0].Value;

    /// <summary>Passes a value on; one that could not be read becomes an error with the option, the value and what to write instead.</summary>
    private static T Read<T>(ArgumentResult result, T value, string expected)
    {
        if (value is null)
        {
            var option = (result.Parent as OptionResult)?.Option.Name;
            result.AddError($"{option} is '{Value(result)}'; write {expected}.");
        }

        return value;
    }
}
