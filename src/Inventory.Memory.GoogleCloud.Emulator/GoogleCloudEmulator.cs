using System.Net;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Credentials;
using Inventory.Memory.GoogleCloud.Emulator.Estates;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.GoogleCloud.Emulator.Hosting;
using Inventory.Memory.GoogleCloud.Emulator.Http;
using Inventory.Memory.GoogleCloud.Emulator.Platform;

namespace Inventory.Memory.GoogleCloud.Emulator;

/// <summary>Google Cloud's list APIs on 127.0.0.1, for tests and for trying things out.</summary>
/// <remarks>Safe for any number of threads. Dispose it to free the port and the recorded files.</remarks>
public sealed class GoogleCloudEmulator : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly Estate _estate;
    private readonly RequestCounter _counter;
    private readonly TokenMint _mint;

    private GoogleCloudEmulator(LoopbackServer server, Estate estate, RequestCounter counter, TokenMint mint)
    {
        _server = server;
        _estate = estate;
        _counter = counter;
        _mint = mint;
    }

    /// <summary>Where it listens: <c>http://127.0.0.1:port</c> or <c>https://127.0.0.1:port</c>.</summary>
    public Uri Endpoint => _server.Endpoint;

    /// <summary>
    /// The same with a path for each API, as an endpoint of the provider: <c>http://127.0.0.1:port/{service}</c>. Google's
    /// APIs have a host each; some have the same paths.
    /// </summary>
    public string ServiceEndpoint => $"{Endpoint.GetLeftPart(UriPartial.Authority)}/{{service}}";

    /// <summary>The projects of a recorded folder, in alphabetical order; empty for a generated estate, which any project has.</summary>
    public IReadOnlyList<string> Projects => _estate.Projects;

    /// <summary>What of a recorded folder is not served, and why; empty for a generated estate.</summary>
    public IReadOnlyList<OmittedResource> Omitted => _estate.Omitted;

    /// <summary>Requests so far by path, without the query: a snapshot. Beyond 10,000 paths the rest counts as <c>(other)</c>.</summary>
    public IReadOnlyDictionary<string, long> Requests => _counter.Snapshot();

    /// <summary>Requests so far.</summary>
    public long TotalRequests => _counter.Total;

    /// <summary>Access tokens given out so far, by all of the ways to sign in.</summary>
    public long TokensIssued => _mint.Issued;

    /// <summary>The certificate to trust for https, as PEM; null with http.</summary>
    public string? CertificatePem => _server.CertificatePem;

    /// <summary>Starts an emulator.</summary>
    /// <param name="options">What it serves; null is a generated estate of 100 resources per collection over http.</param>
    /// <param name="cancellationToken">Ends the start, not the emulator.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message names it, its value and the limit.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder of recorded resources.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<GoogleCloudEmulator> StartAsync(
        GoogleCloudEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new GoogleCloudEmulatorOptions();
        OptionsCheck.ThrowIfInvalid(options);
        var estate = OpenEstate(options);
        LoopbackServer? server = null;
        try
        {
            var counter = new RequestCounter();
            var tree = options.Organization is { } organization ? new OrganizationTree(organization) : null;
            var mint = new TokenMint(options.TokenLifetime, options.TimeProvider);
            var (faults, pipeline) = (new FaultScript(options.Faults, (ulong)options.Seed), new BodyPipeline(options.TimeProvider));
            var application = new EmulatorApplication(
                new RouteTable(options.Catalog),
                estate,
                faults,
                new Latency(options.Latency, options.LatencyJitter, (ulong)options.Seed, options.TimeProvider),
                pipeline,
                counter,
                new PlatformEndpoints(
                    new CredentialEndpoints(mint, options.UniverseDomain),
                    options.RequireToken,
                    tree is null ? null : new ResourceManagerEndpoints(tree),
                    new ServiceUsageEndpoints(options.Catalog, tree),
                    new AssetInventoryEndpoints(options.Catalog, estate, tree, faults, pipeline)),
                tree);
            server = new LoopbackServer(options.Port, options.UseHttps, options.BytesPerSecond, options.TimeProvider);
            await server.StartAsync(application, cancellationToken).ConfigureAwait(false);
            return new GoogleCloudEmulator(server, estate, counter, mint);
        }
        catch
        {
            server?.Dispose();
            estate.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening, cuts what is still running, and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync().ConfigureAwait(false);
        _server.Dispose();
        _estate.Dispose();
    }

    private static Estate OpenEstate(GoogleCloudEmulatorOptions options)
    {
        if (options.RecordedFolder is { } folder)
        {
            return RecordedEstate.Open(folder, options.Catalog);
        }

        var overrides = CollectionNames.Resolve(options.Collections, options.Catalog);
        return new GeneratedEstate(
            options.Catalog,
            (ulong)options.Seed,
            options.Spread,
            options.ResourcesPerCollection,
            overrides);
    }
}
