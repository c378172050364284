using System.Runtime.InteropServices;

namespace Inventory.Memory.Cli.Tests.Support;

internal static partial class Signals
{
    public const int Interrupt = 2, Kill = 9, Terminate = 15;

    public static void Send(int processId, int signal) => Assert.Equal(0, SendSignal(processId, signal));

    public static void SendToGroup(int leader, int signal) => Assert.Equal(0, SendSignal(-leader, signal));

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
