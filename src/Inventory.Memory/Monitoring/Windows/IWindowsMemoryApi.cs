using System.Runtime.InteropServices;

namespace Inventory.Memory.Monitoring.Windows;

/// <summary>What the Windows probe asks the system; the seam at which it is tested.</summary>
internal interface IWindowsMemoryApi
{
    bool TryGetProcess(out WindowsProcessMemory memory);

    bool TryGetHost(out long total, out long available);

    /// <returns>False when the process is in no job with a memory limit.</returns>
    bool TryGetJob(out WindowsJobMemory memory);
}

/// <summary>Bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WindowsProcessMemory(long WorkingSet, long PeakWorkingSet, long Private);

/// <summary>Bytes; a limit of 0 is none.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WindowsJobMemory(long Used, long Peak, long JobLimit, long ProcessLimit);
