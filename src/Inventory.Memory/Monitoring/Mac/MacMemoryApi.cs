using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Inventory.Memory.Monitoring.Mac;

/// <summary>
/// The macOS calls themselves: libproc.h's <c>proc_pid_rusage</c> and <c>sysctlbyname</c>. Not run on macOS here.
/// </summary>
[SupportedOSPlatform("macos")]
internal sealed partial class MacMemoryApi : IMacMemoryApi
{
    private const int RusageInfoV4 = 4;

    // rusage_info_v4 is a 16-byte uuid and 35 64-bit counters; with the uuid as two, these are their places.
    private const int Words = 37, ResidentSize = 8, PhysicalFootprint = 9, LifetimeMaxPhysicalFootprint = 30;

    public unsafe bool TryGetProcess(out long resident, out long footprint, out long peakFootprint)
    {
        // Twice the size of the structure, should a later system write more.
        var info = stackalloc ulong[2 * Words];
        var ok = ProcPidRusage(Environment.ProcessId, RusageInfoV4, info) == 0;
        (resident, footprint, peakFootprint) = ok
            ? ((long)info[ResidentSize], (long)info[PhysicalFootprint], (long)info[LifetimeMaxPhysicalFootprint])
            : (0, 0, 0);
        return ok;
    }

    public unsafe bool TryGetHost(out long total, out int availablePercent)
    {
        long size = 0;
        var level = 0;
        nuint sizeLength = sizeof(long), levelLength = sizeof(int);
        var ok = SysctlByName("hw.memsize", &size, &sizeLength, null, 0) == 0
            && SysctlByName("kern.memorystatus_level", &level, &levelLength, null, 0) == 0;
        (total, availablePercent) = (size, level);
        return ok;
    }

    [LibraryImport("libproc", EntryPoint = "proc_pid_rusage")]
    private static unsafe partial int ProcPidRusage(int pid, int flavor, ulong* buffer);

    [LibraryImport("libc", EntryPoint = "sysctlbyname", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int SysctlByName(string name, void* value, nuint* length, void* newValue, nuint newLength);
}
