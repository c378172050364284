using System.Globalization;
using System.Text.Json.Nodes;
using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Durability;

/// <summary>A run of the tool that is ended and started again, into files of its own, against one emulator.</summary>
internal sealed class ResumedTool(EmulatorServer emulator, string folder)
{
    public string Output => Path.Combine(folder, "out");

    public string Checkpoint => Path.Combine(folder, "checkpoint");

    public string Manifest => Path.Combine(folder, "manifest");

    public string Summary => Path.Combine(folder, "summary");

    public string Sync { get; init; } = "page";

    /// <summary>What the output holds, as far as anyone who looks from outside can tell.</summary>
    public long Length => File.Exists(Output) ? new FileInfo(Output).Length : 0;

    /// <summary>Whether the run has come to its end, be it that it was ended just after.</summary>
    public bool IsComplete => Length > 0 && !File.Exists(Checkpoint);

    public string[] Arguments =>
    [
        "collect", "--endpoint", emulator.Endpoint, "-t", "compute.instances", "-t", "compute.disks", "-t", "compute.networks", "--fields", "name,status", "--page-size", "20",
        "-o", Output, "--checkpoint", Checkpoint, "--manifest", Manifest, "--summary", Summary, "--sync", Sync, "--no-progress",
    ];

    /// <summary>The native tool where CI has made one: it starts ten times as fast.</summary>
    public ToolProcess Start() => ToolProcess.StartProgram(Environment.GetEnvironmentVariable("INVENTORY_NATIVE_TOOL") ?? ToolProcess.Path, Arguments);

    public async Task<ToolResult> RunAsync()
    {
        using var tool = Start();
        return await tool.EndAsync();
    }

    /// <summary>Waits until the output has grown by so much, or the tool has ended.</summary>
    public async Task WaitForGrowthAsync(ToolProcess tool, long bytes)
    {
        var target = Length + bytes;
        var ended = tool.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        while (Length < target && !ended.IsCompleted)
        {
            await Task.WhenAny(ended, Task.Delay(2, TestContext.Current.CancellationToken));
        }
    }

    public static IReadOnlyList<string> Names(string file) =>
        [.. Json.Lines(File.ReadAllText(file)).Where(line => line["error"] is null).Select(line => line.Text("name"))];

    /// <summary>The manifest without what differs from time to time.</summary>
    public IReadOnlyList<string> ManifestLines => [.. Json.Lines(File.ReadAllText(Manifest)).Select(WithoutEffort)];

    private static string WithoutEffort(JsonNode line)
    {
        foreach (var property in new[] { "requests", "bytes", "elapsedSeconds" })
        {
            Assert.True(double.Parse(line[property]!.ToJsonString(), CultureInfo.InvariantCulture) >= 0);
            line.AsObject().Remove(property);
        }

        return line.ToJsonString();
    }
}
