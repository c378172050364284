using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Inventory.Memory.Checkpoints;

/// <summary>Puts what was written onto the disk, or says that it is not there.</summary>
/// <remarks>.NET 10 takes an fsync that fails for one that went well: the operating system is asked directly.</remarks>
internal static partial class Disk
{
    /// <summary>The same numbers on every Unix.</summary>
    private const int Eintr = 4, Eacces = 13, Einval = 22, Erofs = 30;

    private static readonly int s_notSupported = OperatingSystem.IsMacOS() ? 45 : 95;

    /// <summary>A pipe or a device, which has no disk, is no failure.</summary>
    /// <exception cref="IOException">The disk has not taken all of it.</exception>
    public static void Flush(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsLinux())
        {
            // On a Mac: also out of the drive's own memory.
            RandomAccess.FlushToDisk(handle);
        }

        while (!OperatingSystem.IsWindows() && FSync(handle) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error is Einval or Erofs || error == s_notSupported)
            {
                return;
            }

            if (error != Eintr)
            {
                throw Failure(error);
            }
        }
    }

    /// <summary>
    /// A folder's list of names: after a rename, only then is the new name there after a loss of power. Does nothing on
    /// Windows, where a folder cannot be flushed, nor where it may be written but not read.
    /// </summary>
    /// <exception cref="IOException">The disk has not taken it.</exception>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET opens no folders. 0: for reading alone.
        var descriptor = Open(path, 0);
        if (descriptor < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Eacces)
            {
                throw Failure(error);
            }

            return;
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        Flush(handle);
    }

    private static IOException Failure(int error) => new(Marshal.GetPInvokeErrorMessage(error), error);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle handle);
}
