using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Inventory.Memory.Checkpoints;

/// <summary>A folder's list of names on the disk: after a rename, only then is the new name there after a loss of power.</summary>
internal static partial class Folder
{
    /// <summary>Does nothing on Windows, where a folder cannot be flushed. A file system that cannot is no failure either.</summary>
    public static void FlushToDisk(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET opens no folders. 0: for reading alone, the same number on every Unix.
        var descriptor = Open(path, 0);
        if (descriptor >= 0)
        {
            using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
            RandomAccess.FlushToDisk(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);
}
