using Inventory.Memory.Reliability.Limits;

namespace Inventory.Memory.Limits.Tests;

/// <summary>
/// Large resources in small containers, by the command that scans all of them (docs/memory.md): here the limits at which
/// the runtime's collector, or the kernel, once ended the tool.
/// </summary>
public sealed class LargeResourceTests
{
    [Theory]
    [InlineData(14, 4)]
    [InlineData(18, 4)]
    [InlineData(28, 12)]
    [InlineData(46, 11)]
    [InlineData(50, 12)]
    [InlineData(50, 16)]
    public Task Tool_NativeLargeResources_EndsByItself(int limitMiB, int itemMiB) => RunAsync(Programs.NativeTool(), limitMiB, itemMiB);

    [Theory]
    [InlineData(28, 4)]
    [InlineData(36, 4)]
    [InlineData(50, 12)]
    [InlineData(52, 16)]
    public Task Tool_JitLargeResources_EndsByItself(int limitMiB, int itemMiB) => RunAsync(Programs.Tool, limitMiB, itemMiB);

    /// <summary>
    /// The container pays for the tool's own code, too: what is asked for must leave room for it, or the kernel takes it
    /// away, reads it again, and in the end kills.
    /// </summary>
    [Theory]
    [InlineData(16, 12)]
    [InlineData(20, 12)]
    [InlineData(24, 12)]
    [InlineData(28, 12)]
    public async Task Tool_LargeResourcesToAFileWithAColdPageCache_EndsByItself(int limitMiB, int itemMiB)
    {
        var tool = Programs.NativeTool();
        Containers.Create(limitMiB).Dispose(); // or skips
        var folder = Directory.CreateTempSubdirectory("inventory-cold-");
        try
        {
            await using var scan = await LimitScan.StartAsync(TestContext.Current.CancellationToken);
            var run = new LimitCase(limitMiB, itemMiB, Redact: false);
            var outcome = await scan.RunColdAsync(tool, run, folder.FullName, TestContext.Current.CancellationToken);
            Assert.True(outcome.IsOrderly, $"{run}: exit code {outcome.ExitCode}: {outcome.Error}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string tool, int limitMiB, int itemMiB)
    {
        Containers.Create(limitMiB).Dispose(); // or skips
        await using var scan = await LimitScan.StartAsync(TestContext.Current.CancellationToken);
        foreach (var redact in new[] { false, true })
        {
            var run = new LimitCase(limitMiB, itemMiB, redact);
            var outcome = await scan.RunAsync(tool, run, TestContext.Current.CancellationToken);
            Assert.True(outcome.IsOrderly, $"{run}: exit code {outcome.ExitCode}: {outcome.Error}");
        }
    }
}
