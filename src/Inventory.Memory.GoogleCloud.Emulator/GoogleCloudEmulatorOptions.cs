using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Faults;

namespace Inventory.Memory.GoogleCloud.Emulator;

/// <summary>What the emulator serves, and how. Read once, when it starts.</summary>
public sealed class GoogleCloudEmulatorOptions
{
    /// <summary>Resources in each generated collection unless said otherwise.</summary>
    public const long DefaultResourcesPerCollection = 100;

    /// <summary>The port on 127.0.0.1; 0, the default, takes any free one.</summary>
    /// <value>0 to 65,535.</value>
    public int Port { get; set; }

    /// <summary>Serves https with a certificate made at start instead of http.</summary>
    public bool UseHttps { get; set; }

    /// <summary>Resources in each generated collection, 100 by default.</summary>
    /// <value>0 to 999,999,999.</value>
    public long ResourcesPerCollection { get; set; } = DefaultResourcesPerCollection;

    /// <summary>
    /// Resources of single collections: <c>compute.instances</c>, <c>instances</c>, or a method group such as
    /// <c>regionDisks</c>, which names its collection. Zones and regions are the emulator's own and cannot be set.
    /// </summary>
    public IDictionary<string, long> Collections { get; } =
        new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The same seed gives the same estate and the same jitter; 1 by default.</summary>
    public long Seed { get; set; } = 1;

    /// <summary>How generated resources are spread over zones, regions and locations; as estates are by default.</summary>
    public EstateSpread Spread { get; set; }

    /// <summary>
    /// A folder of recorded resources to serve instead of a generated estate: one NDJSON file per collection, named
    /// <c>service.methodGroup.ndjson</c>; null by default.
    /// </summary>
    public string? RecordedFolder { get; set; }

    /// <summary>How long each answer waits before its first byte; none by default.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>At most how much more or less than <see cref="Latency"/> an answer waits: the same for the same request and seed. None by default.</summary>
    public TimeSpan LatencyJitter { get; set; }

    /// <summary>The most body bytes a second over one connection; 0, the default, is no limit.</summary>
    public long BytesPerSecond { get; set; }

    /// <summary>Faults to play; none by default.</summary>
    public IList<EmulatorFault> Faults { get; } = [];

    /// <summary>What can be listed; the catalog of this package by default.</summary>
    public GoogleCatalog Catalog { get; set; } = GoogleCatalog.Default;

    /// <summary>An organisation, whose projects are then the only ones; null, the default, is an estate that any project has.</summary>
    public EmulatedOrganization? Organization { get; set; }

    /// <summary>
    /// Refuses a list call that brings no access token of this emulator with 401; false by default. Tokens come from
    /// <c>/token</c>, <c>/v1/token</c>, <c>:generateAccessToken</c> and <c>/computeMetadata/v1/</c>.
    /// </summary>
    public bool RequireToken { get; set; }

    /// <summary>How long an access token is good; an hour by default.</summary>
    /// <value>1 second to a day.</value>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The universe that the metadata server names; Google's own by default.</summary>
    public string UniverseDomain { get; set; } = "googleapis.com";

    /// <summary>The clock of latency, stalls and rates; the system's by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
