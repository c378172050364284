using System.Diagnostics;
using System.Text.Json;
using Inventory.Memory.MemoryBenchmark.Strategies;

namespace Inventory.Memory.MemoryBenchmark.Measuring;

/// <summary>curl -o /dev/null of the pages that the tool collects: the fastest that bytes come from this emulator.</summary>
internal sealed class Curl : IDisposable
{
    private readonly string _configFile;

    private Curl(string configFile, long bytes) => (_configFile, Bytes) = (configFile, bytes);

    /// <summary>Body bytes of all the pages.</summary>
    public long Bytes { get; }

    /// <summary>Follows the page tokens once, so that curl can be given every page's address.</summary>
    public static async Task<Curl> PrepareAsync(Uri endpoint)
    {
        using var http = new HttpClient();
        var file = Path.Combine(Path.GetTempPath(), $"inventory-benchmark-{Guid.NewGuid():N}.curl");
        await using var config = new StreamWriter(file);
        long bytes = 0;
        for (var token = ""; token is not null;)
        {
            var query = $"maxResults={StrategyInput.PageSize}&returnPartialSuccess=true&prettyPrint=false&pageToken={Uri.EscapeDataString(token)}";
            var url = new Uri(endpoint, $"compute/v1/projects/{StrategyInput.Project}/aggregated/instances?{query}");
            await config.WriteLineAsync($"url = \"{url}\"\noutput = \"/dev/null\"");
            var body = await http.GetByteArrayAsync(url);
            bytes += body.Length;
            using var page = JsonDocument.Parse(body);
            token = page.RootElement.TryGetProperty("nextPageToken", out var next) ? next.GetString() : null;
        }

        return new Curl(file, bytes);
    }

    /// <summary>Draws every page over one connection; answers the seconds.</summary>
    public async Task<double> DrawAsync()
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("curl", ["--silent", "--show-error", "--fail", "--config", _configFile]) { UseShellExecute = false })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Stopwatch.GetElapsedTime(began).TotalSeconds
            : throw new InvalidOperationException($"curl ended with {process.ExitCode}.");
    }

    public void Dispose() => File.Delete(_configFile);
}
