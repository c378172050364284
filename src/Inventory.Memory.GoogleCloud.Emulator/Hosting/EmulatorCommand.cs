using System.CommandLine;

namespace Inventory.Memory.GoogleCloud.Emulator.Hosting;

/// <summary>The executable's command line.</summary>
internal static class EmulatorCommand
{
    private static readonly Option<int> _port = new("--port")
    {
        Description = "Port on 127.0.0.1; 0 takes a free one.",
        DefaultValueFactory = _ => 0,
    };

    private static readonly Option<long> _resources = new("--resources")
    {
        Description = "Resources in each generated collection.",
        DefaultValueFactory = _ => GoogleCloudEmulatorOptions.DefaultResourcesPerCollection,
    };

    private static readonly Option<string[]> _collection = new("--collection")
    {
        Description = "Resources of one collection: instances=100000. May be repeated.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<long> _seed = new("--seed")
    {
        Description = "The same seed gives the same estate.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string?> _recorded = new("--recorded")
    {
        Description = "Folder of recorded resources, one NDJSON file per collection.",
    };

    private static readonly Option<string?> _latency = new("--latency")
    {
        Description = "Wait before each answer: 20ms, 1.5s.",
    };

    private static readonly Option<string?> _jitter = new("--latency-jitter")
    {
        Description = "At most how much more or less: 5ms.",
    };

    private static readonly Option<long> _rate = new("--bytes-per-second")
    {
        Description = "Rate of each answer's body; 0 is no limit.",
    };

    private static readonly Option<string?> _faults = new("--faults")
    {
        Description = "JSON file of scripted faults.",
    };

    private static readonly Option<bool> _https = new("--https")
    {
        Description = "Serve https with a certificate made now.",
    };

    private static readonly Option<string?> _caOut = new("--ca-out")
    {
        Description = "Write the certificate to trust to this PEM file.",
    };

    private static readonly Option<int?> _parent = new("--parent-pid")
    {
        Description = "End when this process ends.",
    };

    private static readonly Option<bool> _stdin = new("--exit-on-stdin-close")
    {
        Description = "End when standard input is closed.",
    };

    public static RootCommand Create()
    {
        var command = new RootCommand("Google Cloud's list APIs on loopback.")
        {
            _port, _resources, _collection, _seed, _recorded, _latency, _jitter, _rate, _faults, _https, _caOut, _parent, _stdin,
        };
        command.SetAction((parsed, cancellationToken) => EmulatorProcess.RunAsync(ToOptions(parsed), cancellationToken));
        return command;
    }

    public static bool EndsWithStandardInput(ParseResult parsed) => parsed.GetValue(_stdin);

    private static EmulatorProcessOptions ToOptions(ParseResult parsed) => new()
    {
        Port = parsed.GetValue(_port),
        Resources = parsed.GetValue(_resources),
        Collections = parsed.GetValue(_collection) ?? [],
        Seed = parsed.GetValue(_seed),
        Recorded = parsed.GetValue(_recorded),
        Latency = parsed.GetValue(_latency),
        Jitter = parsed.GetValue(_jitter),
        BytesPerSecond = parsed.GetValue(_rate),
        FaultsFile = parsed.GetValue(_faults),
        UseHttps = parsed.GetValue(_https),
        CertificateFile = parsed.GetValue(_caOut),
        ParentProcessId = parsed.GetValue(_parent),
        ExitOnStandardInputClose = parsed.GetValue(_stdin),
    };
}
