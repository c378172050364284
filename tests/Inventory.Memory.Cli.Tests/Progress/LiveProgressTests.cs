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
    }

    [Fact]
    public async Task Collect_TerminalThatCannotDrawAnew_ShowsLines()
    {
        var shown = await Terminal.RunAsync(new() { ["TERM"] = "dumb" }, Run);

        Assert.DoesNotContain('\u001b', shown);
        Assert.DoesNotContain("━", shown, StringComparison.Ordinal);
        Assert.Contains("Resources Collected: ", shown, StringComparison.Ordinal);
    }
}
