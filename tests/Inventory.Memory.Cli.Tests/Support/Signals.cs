using System.Runtime.InteropServices;

namespace Inventory.Memory.Cli.Tests.Support;

internal static partial class Signals
{
    public const int Interrupt = 2, Kill = 9, Terminate = 15;

    /// <summary>
    /// A job that a script starts with <c>&amp;</c> ignores Ctrl+C, and so does everything that it starts, the tool included:
    /// there is then nothing to test.
    /// </summary>
    public static void SkipIfInterruptIsIgnored()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        if (OperatingSystem.IsLinux())
        {
            var ignored = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
            var mask = Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16);
            Assert.SkipWhen((mask & (1UL << (Interrupt - 1))) != 0, "These tests were started with SIGINT ignored (a script's background job), and so is the tool.");
        }
    }

    public static void Send(int processId, int signal) => Assert.Equal(0, SendSignal(processId, signal));

    public static void SendToGroup(int leader, int signal) => Assert.Equal(0, SendSignal(-leader, signal));

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
