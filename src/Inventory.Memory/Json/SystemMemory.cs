using System.Runtime.InteropServices;

namespace Inventory.Memory.Json;

/// <summary>
/// Pages of the system: on Linux mapped for themselves, because the C library keeps what was freed (docs/memory.md, 9),
/// elsewhere from the C library. The handle's count says when they go back.
/// </summary>
internal sealed unsafe partial class SystemMemory : SafeHandle
{
    /// <summary>Whether growing takes the difference alone, or for a moment both.</summary>
    public static readonly bool GrowsInPlace = OperatingSystem.IsLinux();

    private const int ReadWrite = 1 | 2;
    private const int PrivateAnonymous = 2 | 0x20;
    private const int MayMove = 1;
    private const nint Failed = -1;

    private SystemMemory(nint start, int length)
        : base(Failed, ownsHandle: true)
    {
        SetHandle(start);
        Length = length;
    }

    public override bool IsInvalid => handle == Failed;

    public int Length { get; private set; }

    /// <exception cref="ObjectDisposedException">It has been given back.</exception>
    public byte* Start
    {
        get
        {
            ObjectDisposedException.ThrowIf(handle == Failed, this);
            return (byte*)handle;
        }
    }

    /// <returns>Null when the system has no such memory.</returns>
    public static SystemMemory? TryAllocate(int length)
    {
        var start = OperatingSystem.IsLinux()
            ? MemoryMap(0, (nuint)length, ReadWrite, PrivateAnonymous, -1, 0)
            : TryReallocate(0, length);
        return start == Failed ? null : new SystemMemory(start, length);
    }

    /// <returns>False when the system has no such memory: then nothing has changed.</returns>
    public bool TryGrow(int length)
    {
        var start = OperatingSystem.IsLinux()
            ? MemoryRemap(handle, (nuint)Length, (nuint)length, MayMove)
            : TryReallocate(handle, length);
        if (start == Failed)
        {
            return false;
        }

        SetHandle(start);
        Length = length;
        return true;
    }

    protected override bool ReleaseHandle()
    {
        var start = handle;
        SetHandle(Failed);
        if (OperatingSystem.IsLinux())
        {
            return MemoryUnmap(start, (nuint)Length) == 0;
        }

        NativeMemory.Free((void*)start);
        return true;
    }

    private static nint TryReallocate(nint start, int length)
    {
        try
        {
            return (nint)NativeMemory.Realloc((void*)start, (nuint)length);
        }
        catch (OutOfMemoryException)
        {
            return Failed;
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MemoryMap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mremap")]
    private static partial nint MemoryRemap(nint address, nuint length, nuint newLength, int flags);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int MemoryUnmap(nint address, nuint length);
}
