using System.Diagnostics;
using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Output;

public sealed class OutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Collect_ToFile_IsForTheOwnerAlone()
    {
        var result = await ToolProcess.RunAsync("collect", "--emulate", "3", "-t", "networks", "-o", _folder["out"], "--summary", _folder["summary"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Equal(3, Json.Lines(await File.ReadAllTextAsync(_folder["out"])).Count);
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has access lists instead of modes.");
        }
        else
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["out"]));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["summary"]));
        }
    }

    [Fact]
    public async Task Collect_ToExistingFile_IsRefusedWithoutOverwrite()
    {
        var path = _folder.Write("out", "precious");

        var refused = await ToolProcess.RunAsync("collect", "--emulate", "3", "-t", "networks", "-o", path);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"'{path}' exists already", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--overwrite", refused.Error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(path));

        var replaced = await ToolProcess.RunAsync("collect", "--emulate", "3", "-t", "networks", "-o", path, "--overwrite");

        Assert.Equal(0, replaced.ExitCode);
        Assert.Equal(3, Json.Lines(await File.ReadAllTextAsync(path)).Count);
    }

    [Fact]
    public async Task Collect_UsageError_TouchesNoFile()
    {
        var path = _folder.Write("out", "precious");

        var result = await ToolProcess.RunAsync("collect", "--emulate", "3", "-t", "nonsuch", "-o", path, "--overwrite", "--summary", _folder["summary"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("precious", await File.ReadAllTextAsync(path));
        Assert.False(File.Exists(_folder["summary"]));
    }

    [Fact]
    public async Task Collect_ToSharedStandardOutput_LeavesTheNextWriterBehindIt()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "There is no shell.");
        using var shell = Process.Start("/bin/sh", ["-c", $"(echo begin; '{ToolProcess.Path}' collect --emulate 3 -t networks --no-progress 2>/dev/null; echo end) > '{_folder["out"]}'"]);
        await shell.WaitForExitAsync();

        var lines = await File.ReadAllLinesAsync(_folder["out"]);
        Assert.Equal(5, lines.Length);
        Assert.Equal(("begin", "end"), (lines[0], lines[^1]));
    }

    [Fact]
    public async Task Collect_FullDisk_LeavesWholeLines()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A small disk is made with Linux's tmpfs.");
        var disk = Directory.CreateDirectory(_folder["disk"]).FullName;
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", disk) == 0, "A small disk can be mounted by root only.");
        try
        {
            var result = await ToolProcess.RunAsync(
                "collect", "--emulate", "instances=2000", "-t", "compute.instances", "-o", Path.Combine(disk, "out"), "--summary", _folder["summary.json"]);

            Assert.Equal(1, result.ExitCode);
            Assert.Contains($"'{disk}/out'", result.Error, StringComparison.Ordinal);
            Assert.Contains("disk is full", result.Error, StringComparison.Ordinal);
            Assert.NotEmpty(Json.Lines(await File.ReadAllTextAsync(Path.Combine(disk, "out"))));
            Assert.Equal("failed", Json.File(_folder["summary.json"]).Text("state"));
        }
        finally
        {
            await RunAsync("umount", disk);
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
