using System.Diagnostics;
using System.Globalization;

namespace Inventory.Memory.Limits.Tests;

/// <summary>A real memory limit: a cgroup of the test's own, version 1 or 2, in which a process is started.</summary>
internal sealed class MemoryContainer : IDisposable
{
    private const string V1 = "/sys/fs/cgroup/memory";
    private const string V2 = "/sys/fs/cgroup";

    private readonly DirectoryInfo _folder;
    private readonly bool _isV1;

    private MemoryContainer(DirectoryInfo folder, bool isV1, long limitBytes)
    {
        (_folder, _isV1) = (folder, isV1);
        File.WriteAllText(Path.Combine(folder.FullName, isV1 ? "memory.limit_in_bytes" : "memory.max"), limitBytes.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Makes one, or skips the test and says why none can be made here.</summary>
    public static MemoryContainer Create(long limitMiB)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Memory limits are made with cgroups, which only Linux has.");
        var isV1 = Directory.Exists(V1);
        var hasV2 = File.Exists($"{V2}/cgroup.controllers") && File.ReadAllText($"{V2}/cgroup.subtree_control").Contains("memory", StringComparison.Ordinal);
        Assert.SkipUnless(isV1 || hasV2, "No cgroup hierarchy with a memory controller is mounted here.");
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(isV1 ? V1 : V2, $"inventory-test-{Guid.NewGuid():N}"));
            return new MemoryContainer(folder, isV1, limitMiB << 20);
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            Assert.Skip($"A cgroup cannot be made here: {denied.Message}");
            throw;
        }
    }

    /// <summary>Runs a program in the container until it ends.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        // The shell joins the container before it becomes the program, so that every byte is charged to it.
        const string Script = "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"";
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script, _folder.FullName, program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_DbgEnableMiniDump"] = "0" },
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>The most that was charged, in MiB.</summary>
    public long PeakMiB => long.Parse(
        File.ReadAllText(Path.Combine(_folder.FullName, _isV1 ? "memory.max_usage_in_bytes" : "memory.peak")), CultureInfo.InvariantCulture) >> 20;

    public void Dispose() => _folder.Delete();
}
