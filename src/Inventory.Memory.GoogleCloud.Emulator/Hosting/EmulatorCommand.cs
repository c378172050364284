using System.CommandLine;
using Inventory.Memory.GoogleCloud.Emulator.Estates;

namespace Inventory.Memory.GoogleCloud.Emulator.Hosting;

/// <summary>The executable's command line.</summary>
internal static class EmulatorCommand
{
    private static readonly Option<long> s_port = OptionValue.Number("--port", "Port on 127.0.0.1; 0 takes a free one.", 0, 0, ushort.MaxValue);

    private static readonly Option<long> s_resources = OptionValue.Number(
        "--resources", "Resources in each generated collection.", GoogleCloudEmulatorOptions.DefaultResourcesPerCollection, 0, GeneratedEstate.MaxResources);

    private static readonly Option<string[]> s_collection = new("--collection")
    {
        Description = "Resources of one collection: instances=100000. May be repeated.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<long> s_seed = OptionValue.Number("--seed", "The same seed gives the same estate and the same jitter.", 1, long.MinValue, long.MaxValue);

    private static readonly Option<EstateSpread> s_spread = OptionValue.Name(
        "--spread", "How resources are spread over zones, regions and locations: Natural, most in a few, or Even.", EstateSpread.Natural);

    private static readonly Option<string?> s_recorded = new("--recorded")
    {
        Description = "Folder of recorded resources, one NDJSON file per collection.",
    };

    private static readonly Option<string?> s_catalog = new("--catalog")
    {
        Description = "More APIs to serve: a JSON file in the form of the catalog's own.",
    };

    private static readonly Option<string?> s_latency = new("--latency")
    {
        Description = "Wait before each answer: 20ms, 1.5s.",
    };

    private static readonly Option<string?> s_jitter = new("--latency-jitter")
    {
        Description = "At most how much more or less: 5ms. The same request waits the same time.",
    };

    private static readonly Option<long> s_rate = OptionValue.Number("--bytes-per-second", "Rate of the bodies over one connection; 0 is no limit.", 0, 0, long.MaxValue);

    private static readonly Option<string?> s_faults = new("--faults")
    {
        Description = "JSON file of scripted faults.",
    };

    private static readonly Option<bool> s_https = new("--https")
    {
        Description = "Serve https with a certificate made now.",
    };

    private static readonly Option<string?> s_caOut = new("--ca-out")
    {
        Description = "Write the certificate to trust to this PEM file.",
    };

    private static readonly Option<int?> s_projects = OptionValue.Number(
        "--projects", "An organisation of so many projects in folders, found through Resource Manager; without it any project is answered for.", 1, EmulatedOrganization.MaxProjects);

    private static readonly Option<string[]> s_deleted = Several("--deleted-project", "Projects of the organisation that are about to be deleted.");
    private static readonly Option<string[]> s_denied = Several("--denied-project", "Projects of the organisation that the caller may not read.");
    private static readonly Option<string[]> s_deniedFolders = Several("--denied-folder", "Folders of the organisation, by id, that the caller may not look into.");
    private static readonly Option<string[]> s_disabled = Several("--disabled-service", "APIs that are not enabled: emulated-00001/compute.googleapis.com.");
    private static readonly Option<string[]> s_callersDisabled = Several("--caller-disabled-service", "APIs that are not enabled in the caller's own project: cloudkms.googleapis.com.");

    private static readonly Option<bool> s_requireToken = new("--require-token")
    {
        Description = "Refuse list calls without an access token of the emulator's own sign-in.",
    };

    private static readonly Option<string?> s_tokenLifetime = new("--token-lifetime")
    {
        Description = "How long an access token is good: 3600s.",
    };

    private static readonly Option<int?> s_parent = OptionValue.Number("--parent-pid", "End when this process ends.", 1, int.MaxValue);

    private static readonly Option<bool> s_stdin = new("--exit-on-stdin-close")
    {
        Description = "End when standard input is closed.",
    };

    public static RootCommand Create()
    {
        var command = new RootCommand("Google Cloud's list APIs on loopback.")
        {
            s_port, s_resources, s_collection, s_seed, s_spread, s_recorded, s_catalog, s_latency, s_jitter, s_rate, s_faults, s_https, s_caOut, s_projects, s_deleted, s_denied, s_deniedFolders, s_disabled, s_callersDisabled, s_requireToken, s_tokenLifetime, s_parent, s_stdin,
        };
        command.SetAction((parsed, cancellationToken) => EmulatorProcess.RunAsync(ToOptions(parsed), cancellationToken));
        return command;
    }

    public static bool EndsWithStandardInput(ParseResult parsed) => parsed.GetValue(s_stdin);

    private static Option<string[]> Several(string name, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true };

    private static EmulatedOrganization? ToOrganization(ParseResult parsed)
    {
        if (parsed.GetValue(s_projects) is not { } projects)
        {
            return null;
        }

        var organization = new EmulatedOrganization { Projects = projects };
        organization.DeletedProjects.UnionWith(parsed.GetValue(s_deleted) ?? []);
        organization.DeniedProjects.UnionWith(parsed.GetValue(s_denied) ?? []);
        organization.DeniedFolders.UnionWith(parsed.GetValue(s_deniedFolders) ?? []);
        organization.DisabledServices.UnionWith(parsed.GetValue(s_disabled) ?? []);
        organization.CallersDisabledServices.UnionWith(parsed.GetValue(s_callersDisabled) ?? []);
        return organization;
    }

    private static EmulatorProcessOptions ToOptions(ParseResult parsed) => new()
    {
        Port = (int)parsed.GetValue(s_port),
        Resources = parsed.GetValue(s_resources),
        Collections = parsed.GetValue(s_collection) ?? [],
        Seed = parsed.GetValue(s_seed),
        Spread = parsed.GetValue(s_spread),
        Recorded = parsed.GetValue(s_recorded),
        CatalogFile = parsed.GetValue(s_catalog),
        Latency = parsed.GetValue(s_latency),
        Jitter = parsed.GetValue(s_jitter),
        BytesPerSecond = parsed.GetValue(s_rate),
        FaultsFile = parsed.GetValue(s_faults),
        UseHttps = parsed.GetValue(s_https),
        CertificateFile = parsed.GetValue(s_caOut),
        Organization = ToOrganization(parsed),
        RequireToken = parsed.GetValue(s_requireToken),
        TokenLifetime = parsed.GetValue(s_tokenLifetime),
        ParentProcessId = parsed.GetValue(s_parent),
        ExitOnStandardInputClose = parsed.GetValue(s_stdin),
    };
}
