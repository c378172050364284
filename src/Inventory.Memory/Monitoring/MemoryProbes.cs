using Inventory.Memory.Monitoring.Linux;
using Inventory.Memory.Monitoring.Mac;
using Inventory.Memory.Monitoring.Windows;

namespace Inventory.Memory.Monitoring;

/// <summary>Which sources there are on which system.</summary>
internal static class MemoryProbes
{
    public static IReadOnlyList<MemoryProbe> ForThisSystem()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsAndroid())
            return ForLinux("/", Environment.SystemPageSize);
        if (OperatingSystem.IsWindows())
            return [new WindowsProbe(new WindowsMemoryApi()), new GcProbe()];
        if (OperatingSystem.IsMacOS())
            return [new MacProbe(new MacMemoryApi()), new GcProbe()];
        return [new GcProbe()];
    }

    /// <param name="root">The folder in which <c>proc</c> and <c>sys</c> are: <c>/</c>, or a test's.</param>
    /// <param name="pageSize">The unit of statm, in bytes.</param>
    public static IReadOnlyList<MemoryProbe> ForLinux(string root, int pageSize) =>
    [
        // In this order: the cgroup's estimate needs the process's anonymous memory and the stall figures.
        new ProcessProbe(root, pageSize),
        new StallProbe(root),
        new CgroupProbe(root),
        new GcProbe(),
        new ProcessStatusProbe(root),
        new FaultProbe(root),
        new HostProbe(root),
    ];
}
