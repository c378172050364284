using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Inventory.Memory.GoogleCloud;
using Inventory.Memory.MemoryBenchmark.Strategies;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;

namespace Inventory.Memory.MemoryBenchmark.Workers;

/// <summary>Takes on one part after another and says what the process weighs after each.</summary>
internal static class StepsWorker
{
    /// <param name="page">Serves one page.</param>
    /// <param name="everything">Serves the whole estate.</param>
    /// <param name="secure">Serves https.</param>
    /// <param name="certificate">The file with its certificate.</param>
    public static async Task<int> RunAsync(Uri page, Uri everything, Uri secure, string certificate)
    {
        var steps = new List<(string Name, long Rss, long HighWater)>();
        void Note(string name) => steps.Add((name, ProcessStatus.Rss(), ProcessStatus.HighWater()));

        Note("runtime, idle");
        using var monitor = new MemoryMonitor();
        monitor.Record();
        var collector = new SequentialCollector(governor: new MemoryGovernor(monitor));
        Note("our library");
        using (var http = new HttpClient())
        {
            await http.GetByteArrayAsync(ZonesOf(page));
        }

        Note("HTTP client");
        await GetSecurelyAsync(secure, certificate);
        Note("TLS");
        await CollectAsync(collector, page);
        Note("one page");
        await CollectAsync(collector, everything);
        Note("the rest");
        Console.WriteLine(JsonSerializer.Serialize(steps.Select(step => new { step.Name, step.Rss, step.HighWater }), JsonSerializerOptions.Web));
        return 0;
    }

    private static Uri ZonesOf(Uri endpoint) => new(endpoint, $"compute/v1/projects/{StrategyInput.Project}/zones?maxResults=1");

    private static async Task CollectAsync(SequentialCollector collector, Uri endpoint)
    {
        await using var google = new GoogleCloudInventory(new() { Endpoint = endpoint.ToString() });
        var selection = new GoogleCloudSelection { Projects = [StrategyInput.Project], Types = ["compute.instances"] };
        await using var writer = new NdjsonWriter(Stream.Null);
        await foreach (var record in collector.Collect(new CollectionRequest(google.GetSourcesAsync(selection))))
        {
            await writer.WriteAsync(record);
        }
    }

    private static async Task GetSecurelyAsync(Uri endpoint, string certificate)
    {
        using var authority = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(certificate));
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(authority);
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust } });
        await http.GetByteArrayAsync(ZonesOf(endpoint));
    }
}
