using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Durability;

/// <summary>The promise: a run that is ended at any moment goes on, and the file holds each resource once.</summary>
public sealed class KillTests : IDisposable
{
    private const int Seed = 20261124;

    /// <summary>A thousand pages: long enough that a hundred runs, each ended after less than a hundredth, do not reach the end.</summary>
    private const string Latency = "8ms";

    private const int Resources = 20_000;
    private readonly TemporaryFolder _whole = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _whole.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public Task Collect_KilledAtHundredRandomMoments_HoldsEachResourceOnce() => EndAndResumeAsync(Signals.Kill, 100);

    [Fact]
    public Task Collect_TerminatedAtRandomMoments_HoldsEachResourceOnce() => EndAndResumeAsync(Signals.Terminate, 12);

    /// <summary>A checkpoint a second, as it is without asking for more: what was written behind it is cut off and collected again.</summary>
    [Fact]
    public Task Collect_KilledBetweenCheckpoints_HoldsEachResourceOnce() => EndAndResumeAsync(Signals.Kill, 4, "checkpoint");

    private async Task EndAndResumeAsync(int signal, int times, string sync = "page")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var emulator = await EmulatorServer.StartAsync("--collection", $"instances={Resources}", "--latency", Latency);
        var whole = new ResumedTool(emulator, _whole["."]);
        Assert.Equal(0, (await whole.RunAsync()).ExitCode);
        var names = ResumedTool.Names(whole.Output);
        Assert.Equal(Resources + 200, names.Distinct(StringComparer.Ordinal).Count());

        var tool = new ResumedTool(emulator, _folder["."]) { Sync = sync };
        var (random, ended) = (new Random(Seed), 0);
        for (var i = 0; i < times && !tool.IsComplete; i++)
        {
            ended += await EndOnceAsync(tool, random, signal, whole.Length / times) ? 1 : 0;
        }

        Assert.True(ended >= times * 9 / 10, $"Only {ended} of {times} runs were still running when they were ended.");
        var last = await tool.RunAsync();

        Assert.True(last.ExitCode == 0, last.Error);
        Assert.Equal(await File.ReadAllBytesAsync(whole.Output), await File.ReadAllBytesAsync(tool.Output));
        Assert.Equal(whole.ManifestLines, tool.ManifestLines);
        Assert.False(File.Exists(tool.Checkpoint));
        var summary = Json.File(tool.Summary);
        Assert.Equal(names.Count, summary.Number("resources"));
        Assert.InRange(summary.Number("resumptions"), 1, times);
        Assert.Equal("complete", summary.Text("state"));
        Assert.Equal(["manifest", "out", "summary"], Directory.GetFiles(_folder["."]).Select(Path.GetFileName).Order());
    }

    /// <summary>Most at a moment while records are written, some while the process starts. False: it had ended by itself.</summary>
    private static async Task<bool> EndOnceAsync(ResumedTool run, Random random, int signal, long share)
    {
        using var tool = run.Start();
        if (random.Next(10) == 0)
        {
            await Task.Delay(random.Next(400), TestContext.Current.CancellationToken);
        }
        else
        {
            await run.WaitForGrowthAsync(tool, random.NextInt64(share * 8 / 10) + 1);
            Thread.SpinWait(random.Next(2_000_000));
        }

        if (tool.Process.HasExited)
        {
            return false;
        }

        Signals.Send(tool.Id, signal);
        var result = await tool.EndAsync();
        Assert.True(result.ExitCode == 128 + signal || result.ExitCode == 0, $"{result.ExitCode}: {result.Error}");
        return result.ExitCode != 0;
    }
}
