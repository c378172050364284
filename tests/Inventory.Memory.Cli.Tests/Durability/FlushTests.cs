using System.Diagnostics;
using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Durability;

/// <summary>A disk that does not take what it is told to keep: each fsync ends with EIO, as the kernel itself would answer.</summary>
public sealed class FlushTests : IDisposable
{
    /// <summary>A filter of system calls, which the program that is started keeps.</summary>
    private const string Source = """
        #include <errno.h>
        #include <stddef.h>
        #include <linux/filter.h>
        #include <linux/seccomp.h>
        #include <sys/prctl.h>
        #include <sys/syscall.h>
        #include <unistd.h>
        int main(int count, char **arguments)
        {
            struct sock_filter steps[] = {
                BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
                BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fsync, 1, 0),
                BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fdatasync, 0, 1),
                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EIO),
                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
            };
            struct sock_fprog filter = { 5, steps };
            if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) return 125;
            execv(arguments[1], arguments + 1);
            return 126;
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--checkpoint c", "The output 'out'")]
    [InlineData("--sync page", "The output 'out'")]
    [InlineData("--checkpoint c --sync page --manifest m", "The output 'out'")]
    public async Task Collect_DiskDoesNotTakeIt_FailsAndKeepsTheCheckpoint(string options, string expected)
    {
        var launcher = Compile();
        var probe = await Shell.RunAsync(_folder, $"{launcher} /bin/true");
        Assert.SkipWhen(probe.ExitCode == 125, "System calls cannot be filtered here.");

        var first = await Shell.RunAsync(_folder, $"{launcher} $run -o out {options} --summary s; r=$?; ls; exit $r");

        Assert.Equal(1, first.ExitCode);
        Assert.Contains(expected, first.Error, StringComparison.Ordinal);
        Assert.Contains("Input/output error", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(".new", first.Output, StringComparison.Ordinal);
        Assert.Equal("failed", Json.File(_folder["s"]).Text("state"));
    }

    [Fact]
    public async Task Collect_DiskFailsInMidRun_KeepsTheCheckpointAndGoesOnLater()
    {
        var launcher = Compile();
        using var emulator = await EmulatorServer.StartAsync("--collection", "instances=5000", "--latency", "5ms");
        var tool = new ResumedTool(emulator, _folder["."]);
        using (var begun = tool.Start())
        {
            await tool.WaitForGrowthAsync(begun, 20_000);
            Signals.Send(begun.Id, Signals.Kill);
            await begun.EndAsync();
        }

        var before = await File.ReadAllBytesAsync(tool.Checkpoint);
        using var failing = ToolProcess.StartProgram(launcher, [ToolProcess.Path, .. tool.Arguments]);
        var failed = await failing.EndAsync();
        Assert.SkipWhen(failed.ExitCode == 125, "System calls cannot be filtered here.");

        Assert.Equal(1, failed.ExitCode);
        Assert.Equal(before, await File.ReadAllBytesAsync(tool.Checkpoint));
        var last = await tool.RunAsync();
        Assert.True(last.ExitCode == 0, last.Error);
        Assert.Equal(5200, ResumedTool.Names(tool.Output).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(5200, ResumedTool.Names(tool.Output).Count);
    }

    private string Compile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/gcc"), "There is no gcc to make a disk that fails with.");
        var start = new ProcessStartInfo("/usr/bin/gcc", ["-o", _folder["launch"], _folder.Write("launch.c", Source)]) { UseShellExecute = false, RedirectStandardError = true };
        using var compiler = Process.Start(start)!;
        compiler.WaitForExit();
        Assert.SkipUnless(compiler.ExitCode == 0, "gcc has no headers of the kernel.");
        return _folder["launch"];
    }
}
