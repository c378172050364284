using System.Diagnostics;
using System.Text.Json.Nodes;
using Inventory.Memory.GoogleCloud.Emulator;

namespace Inventory.Memory.Reliability.Kills;

/// <summary>One run of the tool, in processes that are killed after 30 ms to 2 s each; the last is left alone.</summary>
internal sealed class KilledProcesses : IAsyncDisposable
{
    private const int MaxKills = 8;
    private const int ShortestMilliseconds = 30, LongestMilliseconds = 2_000;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inventory-kills-");
    private readonly GoogleCloudEmulator _emulator;
    private readonly IReadOnlyList<string> _expected;
    private readonly Random _random;
    private readonly ProcessStartInfo _start;

    private KilledProcesses(GoogleCloudEmulator emulator, IReadOnlyList<string> expected, Random random, string tool, IEnumerable<string> arguments, bool syncPage)
    {
        (_emulator, _expected, _random) = (emulator, expected, random);
        string[] files = ["-o", File("out"), "--checkpoint", File("checkpoint"), "--manifest", File("manifest"), "--summary", File("summary")];
        string[] sync = syncPage ? ["--sync", "page"] : [];
        _start = new ProcessStartInfo(tool, ["collect", "--endpoint", emulator.ServiceEndpoint, .. arguments, .. files, .. sync, "--no-progress"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _start.Environment.Remove("GOOGLE_OAUTH_ACCESS_TOKEN");
    }

    public int Kills { get; private set; }

    public long Retries { get; private set; }

    public long Resources => _expected.Count;

    private bool IsComplete => new FileInfo(File("out")) is { Exists: true, Length: > 0 } && !System.IO.File.Exists(File("checkpoint"));

    public static async Task<KilledProcesses> StartAsync(KilledEstate estate, string tool, bool syncPage, CancellationToken cancellationToken)
    {
        var expected = await estate.ListAsync(cancellationToken);
        return new(await estate.StartAsync(withFaults: true, cancellationToken), expected, estate.NewRandom(), tool, estate.Arguments, syncPage);
    }

    /// <returns>What was wrong; null: nothing.</returns>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var kills = _random.Next(1, MaxKills + 1);
        while (true)
        {
            using var process = Process.Start(_start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            var ended = process.WaitForExitAsync(cancellationToken);
            var time = Kills < kills ? TimeSpan.FromMilliseconds(_random.Next(ShortestMilliseconds, LongestMilliseconds)) : s_patience;
            var isOver = await Task.WhenAny(ended, Task.Delay(time, cancellationToken)) == ended;
            process.Kill();
            await ended;
            await output;
            if (isOver)
            {
                return process.ExitCode == 0 ? Judge() : $"exit code {process.ExitCode}: {await error}{FirstError()}";
            }

            if (IsComplete)
            {
                // Killed when everything was done but the summary: nothing is left to go on with.
                return Judge();
            }

            if (Kills++ == kills)
            {
                return $"it did not end in {s_patience}";
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string? FirstError() => System.IO.File.Exists(File("out")) ? Lines("out").FirstOrDefault(record => record["error"] is not null)?.ToJsonString() : null;

    private string? Judge()
    {
        var summary = System.IO.File.Exists(File("summary")) ? JsonNode.Parse(System.IO.File.ReadAllText(File("summary"))) : null;
        Retries = summary?["http"]!["retries"]!.GetValue<long>() ?? 0;
        var records = Lines("out");
        var names = records.Where(record => record["error"] is null).Select(record => record["name"]!.GetValue<string>()).ToList();
        var ends = Lines("manifest").Select(line => $"{line["project"]} {line["collection"]} {line["scope"]}").ToList();
        return records.Count > names.Count ? $"an error record: {records.First(record => record["error"] is not null).ToJsonString()}"
            : !names.SequenceEqual(_expected, StringComparer.Ordinal) ? DescribeDifference(names)
            : System.IO.File.Exists(File("checkpoint")) ? "the checkpoint is still there"
            : ends.Distinct(StringComparer.Ordinal).Count() != ends.Count ? "a scope is in the manifest twice"
            : summary is not null && (summary["resources"]!.GetValue<long>() != names.Count || summary["state"]!.GetValue<string>() != "complete") ? $"the summary says {summary["resources"]} and {summary["state"]}"
            : null;
    }

    private string DescribeDifference(List<string> names)
    {
        var distinct = names.ToHashSet(StringComparer.Ordinal);
        return $"{names.Count} resources instead of {_expected.Count}: {names.Count - distinct.Count} come twice, {_expected.Count(name => !distinct.Contains(name))} are missing{(names.Count == _expected.Count ? ", or the order is another" : "")}";
    }

    private List<JsonNode> Lines(string file) => [.. System.IO.File.ReadLines(File(file)).Select(line => JsonNode.Parse(line)!)];

    private string File(string name) => Path.Combine(_folder.FullName, name);
}
