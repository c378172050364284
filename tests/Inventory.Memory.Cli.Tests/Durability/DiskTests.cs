using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Durability;

/// <summary>A disk that is full or cannot be written: whole lines, a clear message, and the run goes on when that is over.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly TemporaryFolder _whole = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _whole.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Collect_FullDisk_GoesOnWhenThereIsSpace()
    {
        using var disk = SmallDisk.Mount(_folder["disk"], "300k");
        using var emulator = await EmulatorServer.StartAsync("--collection", "instances=5000");
        var whole = new ResumedTool(emulator, _whole["."]);
        Assert.Equal(0, (await whole.RunAsync()).ExitCode);
        var tool = new ResumedTool(emulator, disk.Folder);

        foreach (var size in new[] { 400, 500, 600 })
        {
            var full = await tool.RunAsync();

            Assert.Equal(1, full.ExitCode);
            Assert.Contains("disk is full", full.Error, StringComparison.Ordinal);
            Assert.Contains("goes on from the checkpoint", full.Error, StringComparison.Ordinal);
            var names = ResumedTool.Names(tool.Output);
            Assert.NotEmpty(names);
            Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
            disk.Remount($"size={size}k");
        }

        disk.Remount("size=20m");
        var last = await tool.RunAsync();

        Assert.True(last.ExitCode == 0, last.Error);
        Assert.Equal(await File.ReadAllBytesAsync(whole.Output), await File.ReadAllBytesAsync(tool.Output));
        Assert.Equal(whole.ManifestLines, tool.ManifestLines);
    }

    [Fact]
    public async Task Collect_ReadOnlyTarget_SaysSoAndGoesOnWhenItCanBeWritten()
    {
        using var disk = SmallDisk.Mount(_folder["disk"], "20m");
        using var emulator = await EmulatorServer.StartAsync("--collection", "instances=2000", "--latency", "5ms");
        var tool = new ResumedTool(emulator, disk.Folder);
        disk.Remount("ro");

        var refused = await tool.RunAsync();

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("read-only", refused.Error, StringComparison.Ordinal);
        disk.Remount("rw");
        using (var begun = tool.Start())
        {
            await tool.WaitForGrowthAsync(begun, 20_000);
            Signals.Send(begun.Id, Signals.Kill);
            await begun.EndAsync();
        }

        var length = tool.Length;
        disk.Remount("ro");
        var readOnly = await tool.RunAsync();

        Assert.Equal(1, readOnly.ExitCode);
        Assert.Contains("read-only", readOnly.Error, StringComparison.Ordinal);
        Assert.Equal(length, tool.Length);
        disk.Remount("rw");
        var last = await tool.RunAsync();
        Assert.True(last.ExitCode == 0, last.Error);
        Assert.Equal(2200, ResumedTool.Names(tool.Output).Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>A checkpoint's folder that cannot be written is told before anything is collected.</summary>
    [Fact]
    public async Task Collect_CheckpointCannotBeKept_SaysSo()
    {
        var result = await ToolProcess.RunAsync("collect", "--emulate", "3", "-t", "networks", "-o", _folder["out"], "--checkpoint", _folder["no/folder"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no/folder' cannot be kept: its folder does not exist", result.Error, StringComparison.Ordinal);
        Assert.Empty(await File.ReadAllTextAsync(_folder["out"]));
    }
}
