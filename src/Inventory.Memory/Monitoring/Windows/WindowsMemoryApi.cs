using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Inventory.Memory.Monitoring.Windows;

/// <summary>
/// The Windows calls themselves. Structures and numbers are those of psapi.h, sysinfoapi.h and winnt.h (64 bit and 32
/// bit: nuint is the platform's SIZE_T). Not run on Windows here.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsMemoryApi : IWindowsMemoryApi
{
    private const int ExtendedLimitInformation = 9; // JobObjectExtendedLimitInformation
    private const int MemoryUsageInformation = 28; // JobObjectMemoryUsageInformation, since Windows 10
    private const uint LimitProcessMemory = 0x100, LimitJobMemory = 0x200;

    public bool TryGetProcess(out WindowsProcessMemory memory)
    {
        var counters = new ProcessMemoryCounters { Size = (uint)Marshal.SizeOf<ProcessMemoryCounters>() };
        var ok = GetProcessMemoryInfo(GetCurrentProcess(), ref counters, counters.Size);
        memory = new((long)counters.WorkingSetSize, (long)counters.PeakWorkingSetSize, (long)counters.PrivateUsage);
        return ok;
    }

    public bool TryGetHost(out long total, out long available)
    {
        var status = new MemoryStatus { Length = (uint)Marshal.SizeOf<MemoryStatus>() };
        var ok = GlobalMemoryStatusEx(ref status);
        (total, available) = ((long)status.TotalPhysical, (long)status.AvailablePhysical);
        return ok;
    }

    public bool TryGetJob(out WindowsJobMemory memory)
    {
        memory = default;
        var limits = default(JobExtendedLimits);
        if (!QueryInformationJobObject(0, ExtendedLimitInformation, ref limits, (uint)Marshal.SizeOf<JobExtendedLimits>(), 0))
            return false;
        var jobLimit = (limits.LimitFlags & LimitJobMemory) != 0 ? (long)limits.JobMemoryLimit : 0;
        var processLimit = (limits.LimitFlags & LimitProcessMemory) != 0 ? (long)limits.ProcessMemoryLimit : 0;
        if (jobLimit == 0 && processLimit == 0)
            return false;

        var usage = default(JobMemoryUsage);
        if (!QueryInformationJobObject(0, MemoryUsageInformation, ref usage, (uint)Marshal.SizeOf<JobMemoryUsage>(), 0))
            jobLimit = 0; // an old Windows does not tell the job's usage: its limit cannot be a gauge
        memory = new((long)usage.JobMemory, (long)usage.PeakJobMemoryUsed, jobLimit, processLimit);
        return jobLimit > 0 || processLimit > 0;
    }

    [LibraryImport("kernel32.dll")]
    private static partial nint GetCurrentProcess();

    [LibraryImport("kernel32.dll", EntryPoint = "K32GetProcessMemoryInfo")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetProcessMemoryInfo(nint process, ref ProcessMemoryCounters counters, uint size);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GlobalMemoryStatusEx(ref MemoryStatus status);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool QueryInformationJobObject(nint job, int kind, ref JobExtendedLimits limits, uint size, nint returned);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool QueryInformationJobObject(nint job, int kind, ref JobMemoryUsage usage, uint size, nint returned);

    // PROCESS_MEMORY_COUNTERS_EX
    [StructLayout(LayoutKind.Sequential)]
    private struct ProcessMemoryCounters
    {
        public uint Size, PageFaultCount;
        public nuint PeakWorkingSetSize, WorkingSetSize;
        public nuint QuotaPeakPagedPoolUsage, QuotaPagedPoolUsage, QuotaPeakNonPagedPoolUsage, QuotaNonPagedPoolUsage;
        public nuint PagefileUsage, PeakPagefileUsage, PrivateUsage;
    }

    // MEMORYSTATUSEX
    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryStatus
    {
        public uint Length, MemoryLoad;
        public ulong TotalPhysical, AvailablePhysical, TotalPageFile, AvailablePageFile;
        public ulong TotalVirtual, AvailableVirtual, AvailableExtendedVirtual;
    }

    // JOBOBJECT_EXTENDED_LIMIT_INFORMATION: basic limits, IO_COUNTERS, then the memory limits
    [StructLayout(LayoutKind.Sequential)]
    private struct JobExtendedLimits
    {
        public long PerProcessUserTimeLimit, PerJobUserTimeLimit;
        public uint LimitFlags;
        public nuint MinimumWorkingSetSize, MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public nuint Affinity;
        public uint PriorityClass, SchedulingClass;
        public ulong ReadOperations, WriteOperations, OtherOperations, ReadBytes, WriteBytes, OtherBytes;
        public nuint ProcessMemoryLimit, JobMemoryLimit, PeakProcessMemoryUsed, PeakJobMemoryUsed;
    }

    // JOBOBJECT_MEMORY_USAGE_INFORMATION
    [StructLayout(LayoutKind.Sequential)]
    private struct JobMemoryUsage
    {
        public ulong JobMemory, PeakJobMemoryUsed;
    }
}
