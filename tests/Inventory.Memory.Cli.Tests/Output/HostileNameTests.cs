using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Output;

/// <summary>What an API calls its resources decides nothing about files.</summary>
public sealed class HostileNameTests
{
    private static readonly string[] s_names = ["..%2F..%2Fevil", "..", "evil%00", "-o", "~", "C:evil", "evil\u001b[2J"];

    [Fact]
    public async Task Collect_NamesThatLookLikePaths_WritesJustTheFilesThatWereAskedFor()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["recorded"]);
        Directory.CreateDirectory(folder["run"]);
        folder.Write(Path.Combine("recorded", "compute.snapshots.ndjson"), string.Concat(s_names.Select(Snapshot)));
        using var server = await EmulatorServer.StartAsync("--recorded", folder["recorded"], "--exit-on-stdin-close");
        var before = Files(folder);
        string[] asked = [Path.Combine("run", "out.ndjson"), Path.Combine("run", "manifest.ndjson"), Path.Combine("run", "summary.json")];

        var result = await ToolProcess.RunAsync(
            "collect", "-p", "project-1", "-t", "compute.snapshots", "--endpoint", server.Endpoint,
            "-o", folder[asked[0]], "--manifest", folder[asked[1]], "--summary", folder[asked[2]], "--checkpoint", folder[Path.Combine("run", "checkpoint")]);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(s_names.Length, File.ReadLines(folder[asked[0]]).Count());
        Assert.Equal(asked.Select(name => folder[name]).Order(StringComparer.Ordinal), Files(folder).Except(before).Order(StringComparer.Ordinal));
        Assert.DoesNotContain('\u001b', result.Error);
    }

    private static string Snapshot(string name) =>
        $$"""{"kind":"compute#snapshot","id":"1","name":{{System.Text.Json.JsonSerializer.Serialize("../../" + name)}},"selfLink":{{System.Text.Json.JsonSerializer.Serialize("https://www.googleapis.com/compute/v1/projects/project-1/global/snapshots/" + name)}}}""" + "\n";

    private static string[] Files(TemporaryFolder folder) => Directory.GetFileSystemEntries(folder[""], "*", SearchOption.AllDirectories);
}
