using System.Runtime;
using System.Runtime.InteropServices;

namespace Inventory.Memory.Gc;

/// <summary>
/// The only place that collects. Virtual so that tests can count, and be a heap that does not shrink.
/// </summary>
internal partial class GarbageCollector
{
    private bool _noNativeTrim;

#pragma warning disable RS0030 // this is the one place
    public virtual void Collect(int generation, GCCollectionMode mode)
    {
        if (mode == GCCollectionMode.Aggressive)
            CollectAggressively();
        else
            GC.Collect(generation, mode, blocking: true, compacting: false);
    }

    /// <summary>Compacts everything, large objects too, and gives what is free back to the system.</summary>
    public virtual void CollectAggressively()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
#pragma warning restore RS0030

    /// <summary>
    /// Makes the C library give free memory of its arenas back (glibc: 157 MB kept after 32 threads freed 99 %).
    /// </summary>
    /// <returns>False where there is no such call.</returns>
    public virtual bool TrimNative()
    {
        if (_noNativeTrim || !OperatingSystem.IsLinux())
            return false;
        try
        {
            _ = MallocTrim(0);
            return true;
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            _noNativeTrim = true; // musl has no arenas to trim
            return false;
        }
    }

    /// <summary>
    /// Makes the runtime derive its hard limit from the container's limit again (49 us, stops the process).
    /// </summary>
    /// <returns>
    /// False when more than the new limit is committed: the old one stays, and pressure is left to the governor.
    /// </returns>
    public virtual bool TryRefreshLimit()
    {
        try
        {
            GC.RefreshMemoryLimit();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);
}
