using System.Globalization;
using System.Text.Json;
using Inventory.Memory.Cli.Tests.Support;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.Cli.Tests.Commands;

/// <summary>Real resources, served by the emulator over HTTP and collected by the tool: each of them, as it was recorded.</summary>
public sealed class RecordedEstateTests
{
    [Fact]
    public async Task Collect_RecordedComputeResources_GetsEachOneAsRecorded()
    {
        var items = Path.Combine(RecordedData.Folder(), "recorded", "items");
        using var compute = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(items, "compute.*.ndjson"))
        {
            File.Copy(file, compute[Path.GetFileName(file)]);
        }

        // What it leaves out, and why, it says before it serves.
        string told;
        using (var first = await EmulatorServer.StartAsync("--recorded", compute[""], "--exit-on-stdin-close"))
        {
            first.Tool.Process.StandardInput.Close();
            told = (await first.Tool.EndAsync()).Error;
        }

        var lines = told.Split('\n', StringSplitOptions.TrimEntries);
        var projects = lines.Where(line => line.StartsWith("project ", StringComparison.Ordinal)).Select(line => line["project ".Length..]).ToList();
        var leftOut = lines.Where(line => line.StartsWith("left out ", StringComparison.Ordinal)).Select(ParseLeftOut).ToHashSet();

        using var server = await EmulatorServer.StartAsync("--recorded", compute[""], "--exit-on-stdin-close");
        var output = compute["collected.json"];
        var result = await ToolProcess.RunAsync(
            ["collect", .. projects.SelectMany(project => new[] { "-p", project }), "-t", "compute.*", "--endpoint", server.Endpoint, "-o", output]);
        Assert.True(result.ExitCode == 0, result.Error);

        var collected = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        await foreach (var line in File.ReadLinesAsync(output, TestContext.Current.CancellationToken))
        {
            var data = JsonDocument.Parse(line).RootElement.GetProperty("resource").GetProperty("data");
            if (!data.TryGetProperty("derivedFrom", out _))
            {
                collected.Add(data.GetProperty("selfLink").GetString()!, data);
            }
        }

        var expected = 0;
        foreach (var file in Directory.EnumerateFiles(compute[""], "compute.*.ndjson"))
        {
            var number = 0;
            foreach (var line in File.ReadLines(file))
            {
                number++;
                if (!leftOut.Contains((Path.GetFileName(file), number)) && !leftOut.Contains((Path.GetFileName(file), 0)))
                {
                    expected++;
                    var recorded = JsonDocument.Parse(line).RootElement;
                    var link = recorded.GetProperty("selfLink").GetString()!;
                    Assert.True(collected.TryGetValue(link, out var data), $"{file}:{number}: {link} was not collected");
                    Assert.True(JsonElement.DeepEquals(recorded, data), $"{file}:{number}: {link} is not as recorded");
                }
            }
        }

        Assert.Equal(expected, collected.Count);
        Assert.InRange(expected, 500, int.MaxValue);
    }

    /// <summary>From <c>left out FILE:LINE: reason</c>, or without a line for a whole file.</summary>
    private static (string File, int Line) ParseLeftOut(string line)
    {
        var parts = line["left out ".Length..].Split(':', 3, StringSplitOptions.TrimEntries);
        Assert.NotEmpty(parts[^1]);
        return (parts[0], int.TryParse(parts[1], CultureInfo.InvariantCulture, out var number) ? number : 0);
    }
}
