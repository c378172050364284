using System.Text.Json.Nodes;
using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Doctor;

public sealed class DoctorTests
{
    [Fact]
    public async Task Doctor_AsText_ShowsLimitsUseEventsCollectorAndRecommendations()
    {
        var result = await ToolProcess.RunAsync("doctor");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.DoesNotContain('\u001b', result.Output);
        var headings = result.Output.Split('\n').Where(static line => line.Length > 0 && line[0] != ' ');
        Assert.Equal(["Limits", "Use", "Events", "Garbage collector", "Recommendations"], headings);
        Assert.Matches(@"(?m)^  this process +\d+\.\dMiB  resident, from /proc/self/statm", result.Output);
        Assert.Matches(@"(?m)^  kind +workstation  not concurrent, ", result.Output);
    }

    [Fact]
    public async Task Doctor_AsJson_IsOneObjectWhoseFiguresAreOfThatProcess()
    {
        var result = await ToolProcess.RunAsync("doctor", "--json");
        var json = JsonNode.Parse(result.Output)!;
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            ["schemaVersion", "limitBytes", "limitSource", "gauges", "process", "container", "host", "stallPercent", "gc", "failingSources", "findings"],
            json.Properties());
        Assert.InRange(json["process"]!.Number("rssBytes"), 1 << 20, 1 << 30);
        Assert.InRange(json["process"]!.Number("highWaterBytes"), json["process"]!.Number("rssBytes") - (1 << 20), 1 << 30);
        Assert.True(json["host"]!.Number("totalBytes") >= json["host"]!.Number("availableBytes"));
        Assert.Empty(json["failingSources"]!.AsArray());
        Assert.Single(json["gauges"]!.AsArray(), static gauge => gauge!["presses"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Doctor_UnderAnAddressLimit_ShowsTheGauge()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ulimit -v is of Linux.");
        using var tool = ToolProcess.StartProgram("/bin/sh", "-c", "ulimit -v 600000000; exec \"$0\" doctor --json", ToolProcess.Path);
        var result = await tool.EndAsync();
        var gauge = Assert.Single(JsonNode.Parse(result.Output)!["gauges"]!.AsArray(), static gauge => gauge!.Text("name") == "address-space")!;
        Assert.Equal((614_400_000_000, "RLIMIT_AS"), (gauge.Number("limitBytes"), gauge.Text("limitSource")));
    }

    [Fact]
    public async Task Doctor_UnderAHardLimit_SaysThatItIsTheCollectors()
    {
        using var tool = ToolProcess.StartProgram("/usr/bin/env", "DOTNET_GCHeapHardLimit=4000000", ToolProcess.Path, "doctor", "--json");
        var json = JsonNode.Parse((await tool.EndAsync()).Output)!;
        Assert.Equal(67_108_864, json["gc"]!.Number("hardLimitBytes"));
        Assert.Equal((67_108_864, "garbage collector's hard limit"), (json.Number("limitBytes"), json.Text("limitSource")));
    }

    [Fact]
    public async Task Doctor_UnknownOption_IsUsage()
    {
        var result = await ToolProcess.RunAsync("doctor", "--yaml");
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("--yaml", result.Error, StringComparison.Ordinal);
    }
}
