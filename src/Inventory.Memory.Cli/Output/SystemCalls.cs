using System.Runtime.InteropServices;

namespace Inventory.Memory.Cli.Output;

/// <summary>What .NET has no method for, as Linux and other Unix systems have it.</summary>
internal static partial class SystemCalls
{
    public const int Interrupted = 4, NoReader = 6;

    public const int GetDescriptorFlags = 1, GetStatusFlags = 3, CloseOnExec = 1, AccessMode = 3;

    public const int OpenForReading = 0, OpenForWriting = 1;

    /// <summary>Linux alone: not a controlling terminal, closed in children, no call waits.</summary>
    public const int OpenNonBlocking = OpenForWriting | 0x100 | 0x80000 | 0x800;

    /// <summary>Of a socket, Linux alone: this call does not wait, and sends no signal.</summary>
    public const int NoWaitNoSignal = 0x40 | 0x4000;

    public const short ReadyForWriting = 4;

    /// <summary>RLIMIT_AS of Linux.</summary>
    public const int AddressSpaceLimit = 9;

    public const int StandardOutputOfWindows = -11, StandardErrorOfWindows = -12;

    /// <summary>Of a console of Windows: control sequences are followed, not shown.</summary>
    public const uint FollowsSequences = 4;

    public static int TryAgain { get; } = OperatingSystem.IsLinux() ? 11 : 35;

    /// <summary>An error as .NET words it: its number is the exception's HResult.</summary>
    public static IOException Failure(int error) => new(Marshal.GetPInvokeErrorMessage(error), error);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, in byte first, nint count);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, in byte first, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollEntry entry, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    public static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Execute(string path, nint[] arguments);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetLimit(int which, out LimitEntry entry);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Status(int folder, string path, int flags, uint wanted, out StatusEntry entry);

    [LibraryImport("kernel32.dll", EntryPoint = "GetStdHandle")]
    public static partial nint GetStandardHandle(int which);

    [LibraryImport("kernel32.dll", EntryPoint = "GetConsoleMode")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetConsoleMode(nint console, out uint mode);

    [LibraryImport("kernel32.dll", EntryPoint = "SetConsoleMode")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetConsoleMode(nint console, uint mode);

    [StructLayout(LayoutKind.Sequential)]
    public struct LimitEntry
    {
        public ulong Soft;
        public ulong Hard;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Ready;
    }

    /// <summary>Of <c>struct statx</c>, which is the same on every Linux, what is looked at.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatusEntry
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public long Size;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
