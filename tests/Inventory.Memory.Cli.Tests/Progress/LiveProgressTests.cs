using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Progress;

/// <summary>What a terminal shows while a run is under way; the first picture is drawn before anything is collected.</summary>
public sealed class LiveProgressTests
{
    private const string Run = "collect --emulate 2000 -t compute.instances -o /dev/null --overwrite";

    /// <summary>A bar whose two parts differ in color alone is always full.</summary>
    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "xterm-256color")]
    public async Task Collect_OnATerminal_ShowsABarThatIsNotFullAndWhoseMemoryItIs(string name, string value)
    {
        var shown = await Terminal.RunAsync(new() { [name] = value }, Run);

        Assert.Contains("─", shown, StringComparison.Ordinal);
        Assert.Matches("process [0-9.]+MiB now, [0-9.]+MiB peak", shown);
        Assert.Matches("(host|container|gc|address-space) [0-9]+ % of [0-9.]+MiB", shown);
        Assert.DoesNotMatch("[0-9]MB", shown);
        Assert.Equal(name == "NO_COLOR", !shown.Contains("\u001b[32m", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Collect_TerminalThatCannotDrawAnew_ShowsLines()
    {
        var shown = await Terminal.RunAsync(new() { ["TERM"] = "dumb" }, Run);

        Assert.DoesNotContain('\u001b', shown);
        Assert.DoesNotContain("━", shown, StringComparison.Ordinal);
        Assert.Contains("Resources Collected: ", shown, StringComparison.Ordinal);
    }

    /// <summary>Of records and lines that are drawn anew on one terminal, neither can be read.</summary>
    [Fact]
    public async Task Collect_RecordsOnTheTerminal_ShowsNothingBetweenThem()
    {
        var shown = await Terminal.RunAsync([], "collect --emulate 3 -t compute.networks -o -");

        Assert.DoesNotContain("━", shown, StringComparison.Ordinal);
        Assert.Equal(3, shown.Split('\n').Count(line => line.StartsWith("{\"name\":", StringComparison.Ordinal)));
    }

    /// <summary>A terminal is left as it was found: lines wrap, and the display is gone.</summary>
    [Fact]
    public async Task Collect_Ended_LeavesNothingOfTheDisplay()
    {
        var shown = await Terminal.RunAsync([], Run);

        Assert.Equal(shown.Split("\u001b[?7l").Length, shown.Split("\u001b[?7h").Length);
        var end = shown[shown.LastIndexOf("\r\u001b[J", StringComparison.Ordinal)..];
        Assert.Contains("Resources Collected: 2000", end, StringComparison.Ordinal);
        Assert.DoesNotContain("Collecting", end, StringComparison.Ordinal);
    }

    /// <summary>A library's display took 14 MiB where code is compiled as it runs, and the example of README did not fit below its limit.</summary>
    [Fact]
    public async Task Collect_OnATerminal_TakesAtMostTwoMebibytesMore()
    {
        using var folder = new TemporaryFolder();
        var summary = folder["summary.json"];
        async Task<long> PeakAsync(string option)
        {
            var least = long.MaxValue;
            for (var i = 0; i < 3; i++)
            {
                File.Delete(summary);
                await Terminal.RunAsync([], $"collect --emulate instances=20000 -t compute.instances -o /dev/null --overwrite --summary {summary} {option}");
                least = Math.Min(least, Json.File(summary)["memory"]!["highWaterBytes"]!.GetValue<long>());
            }

            return least;
        }

        var without = await PeakAsync("--no-progress");
        var with = await PeakAsync("");

        Assert.InRange(with - without, long.MinValue, 2 << 20);
    }
}
