using Inventory.Memory.GoogleCloud;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Reliability.Kills;

/// <summary>What a run of the scan collects, and what breaks on the way: all of it follows from a seed.</summary>
internal sealed class KilledEstate
{
    public const int Kinds = 3;

    /// <summary>Ten kinds of broken answers of half a percent each.</summary>
    private const double Rate = 0.005;

    /// <summary>More than what a page of the estate has.</summary>
    private const int LongestPage = 600_000;

    private readonly int _seed;

    private KilledEstate(int seed) => _seed = seed;

    public required string Name { get; init; }

    /// <summary>What the tool is asked for, and the provider, which says what there is.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public required Func<GoogleCloudInventory, IAsyncEnumerable<ResourceSource>> Find { get; init; }

    /// <summary>The lists of which one page breaks twice, so that it is asked for in halves.</summary>
    private IReadOnlyList<string> Lists { get; init; } = [];

    private bool HasOrganization { get; init; }

    /// <summary>A project with lists of several pages, of one place and of all, and lists below resources; several projects; Cloud Asset Inventory.</summary>
    public static KilledEstate Of(int kind, int seed)
    {
        string[] types = ["compute.disks", "compute.snapshots", "storage.*", "bigquery.*"];
        string[] fewTypes = ["compute.disks", "compute.networks"];
        return kind switch
        {
            0 => new(seed)
            {
                Name = "a project",
                Arguments = ["-p", "killed", .. types.SelectMany(type => new[] { "-t", type })],
                Find = inventory => inventory.GetSourcesAsync(new GoogleCloudSelection { Projects = ["killed"], Types = types }),
                Lists = ["compute.disks", "compute.snapshots", "storage.buckets", "bigquery.datasets"],
            },
            1 => new(seed)
            {
                Name = "an organization",
                Arguments = ["--organization", EmulatedOrganization.Id, .. fewTypes.SelectMany(type => new[] { "-t", type })],
                Find = inventory => inventory.GetSourcesAsync(new GoogleCloudSelection { Organizations = [EmulatedOrganization.Id], Types = fewTypes }),
                Lists = fewTypes,
                HasOrganization = true,
            },
            _ => new(seed)
            {
                Name = "asset inventory",
                Arguments = ["--source", "asset-inventory", "--organization", EmulatedOrganization.Id, .. fewTypes.SelectMany(type => new[] { "-t", type })],
                Find = inventory => inventory.GetAssetInventorySourcesAsync(new GoogleCloudSelection { Organizations = [EmulatedOrganization.Id], Types = fewTypes }),
                Lists = ["cloudasset.assets"],
                HasOrganization = true,
            },
        };
    }

    /// <summary>The same estate each time, with the faults or without.</summary>
    public Task<GoogleCloudEmulator> StartAsync(bool withFaults, CancellationToken cancellationToken)
    {
        var options = new GoogleCloudEmulatorOptions
        {
            Seed = _seed,
            ResourcesPerCollection = HasOrganization ? 700 : 2_000,
            Organization = HasOrganization ? new EmulatedOrganization { Projects = 3 } : null,
        };

        // Each has calls of its own below it.
        (options.Collections["bigquery.datasets"], options.Collections["storage.buckets"]) = (60, 60);
        if (withFaults)
        {
            // Slow enough that a run is under way when it is killed.
            (options.Latency, options.LatencyJitter) = (TimeSpan.FromMilliseconds(15), TimeSpan.FromMilliseconds(10));
            foreach (var fault in Faults(new Random(_seed)))
            {
                options.Faults.Add(fault);
            }
        }

        return GoogleCloudEmulator.StartAsync(options, cancellationToken);
    }

    /// <summary>When to kill.</summary>
    public Random NewRandom() => new(_seed);

    /// <summary>The names of all resources, in order.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        await using var emulator = await StartAsync(withFaults: false, cancellationToken);
        var run = new KilledRun(new GoogleCloudOptions { Endpoint = emulator.ServiceEndpoint }, Find);
        await run.GoOnAsync(cancellationToken: cancellationToken);
        return run.Names;
    }

    private IEnumerable<EmulatorFault> Faults(Random random)
    {
        foreach (var list in Lists)
        {
            yield return new() { Kind = FaultKind.Truncate, Collection = list, Page = random.Next(3), Times = 2, AfterBytes = random.Next(LongestPage) };
        }

        foreach (var kind in new[] { FaultKind.Reset, FaultKind.Truncate, FaultKind.CutJson, FaultKind.MalformedJson, FaultKind.InvalidUtf8, FaultKind.Reset, FaultKind.Truncate })
        {
            yield return new() { Kind = kind, Rate = Rate, AfterBytes = random.Next(LongestPage) };
        }

        yield return new() { Kind = FaultKind.DuplicatePage, Rate = Rate };
        yield return new() { Kind = FaultKind.EmptyBody, Rate = Rate };
        yield return new() { Kind = FaultKind.Status, Status = 503, Rate = Rate };
    }
}
