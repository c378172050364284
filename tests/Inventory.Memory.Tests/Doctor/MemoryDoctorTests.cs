using System.Collections;
using Inventory.Memory.Doctor;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Tests.Monitoring.Linux;

namespace Inventory.Memory.Tests.Doctor;

public sealed class MemoryDoctorTests
{
    private const long MiB = LinuxTree.MiB;

    [Fact]
    public void Examine_ContainerOfVersion2_SaysWhoUsesWhat()
    {
        using var tree = new LinuxTree();
        tree.JoinV2("/app");
        tree.V2("/app", usage: 60 * MiB, anon: 30 * MiB, inactive: 20 * MiB, kernel: 2 * MiB, max: $"{64 * MiB}", stall: 3.5);
        using var monitor = tree.Monitor();
        var diagnosis = MemoryDoctor.Examine(monitor, new(), gcPausePercent: 0);

        Assert.Equal(2 * MiB, diagnosis.MappedBytes); // 512 pages shared
        Assert.Equal(24 * MiB, diagnosis.OtherProcessesBytes); // 32 anonymous and kernel, 8 of them this process's
        Assert.Equal(28 * MiB, diagnosis.PageCacheBytes);
        Assert.Equal(64 * MiB, diagnosis.LimitBytes);
        Assert.StartsWith("cgroup v2 memory.max of ", diagnosis.LimitSource);
        Assert.Equal(64 * 1024, diagnosis.Sample.SwapBytes);
        Assert.Equal((2048 * 1024, 1024 * 1024), (diagnosis.HostSwapTotalBytes, diagnosis.HostSwapUsedBytes));
        Assert.Equal(3.5, diagnosis.StallPercent);
        Assert.Empty(diagnosis.FailingSources);
        Assert.Equal(
            ["other-processes", "young-objects", "host-swap", "stalls", "oom-kills"],
            // The heap is this process's own: how fragmented it is depends on the tests before.
            diagnosis.Findings.Select(static finding => finding.Rule).Where(static rule => rule != "fragmentation"));
    }

    [Fact]
    public void Examine_SourceThatCannotBeRead_IsNamed()
    {
        using var tree = new LinuxTree();
        tree.Write("proc/self/statm", "nonsense\n");
        using var monitor = tree.Monitor();
        var diagnosis = MemoryDoctor.Examine(monitor, new(), gcPausePercent: 0);
        Assert.Equal(["statm"], diagnosis.FailingSources);
        Assert.Contains(diagnosis.Findings, static finding => finding.Rule == "sources-failing");
    }

    [Fact]
    public void Examine_ThisProcess_Answers()
    {
        var diagnosis = MemoryDoctor.Examine();
        Assert.True(diagnosis.Sample.RssBytes > 0);
        Assert.NotEmpty(diagnosis.Gauges);
        Assert.True(diagnosis.Gc.AvailableBytes > 0);
    }

    [Fact]
    public void Read_Variables_AreTheSettingsInForce()
    {
        var gc = GcConfiguration.Read(
            new Dictionary<string, object> { ["GCHeapHardLimit"] = 64 * MiB, ["GCGen0MaxBudget"] = 4194304L, ["GCConserveMem"] = 5L, ["HeapCount"] = 1 },
            new Hashtable { ["DOTNET_GCHeapHardLimit"] = "0x4000000", ["DOTNET_GCgen0size"] = "400000", ["PATH"] = "0x1" },
            isNativeAot: true);
        Assert.Equal((64 * MiB, 4194304, 5, 1), (gc.HardLimitBytes, gc.Gen0MaxBudgetBytes, gc.ConserveMemory, gc.HeapCount));
        Assert.Equal(["DOTNET_GCHeapHardLimit"], gc.IgnoredVariables);
    }

    [Fact]
    public void Read_JitRuntime_IgnoresNoVariable()
    {
        var gc = GcConfiguration.Read(new Dictionary<string, object>(), new Hashtable { ["DOTNET_GCHeapHardLimit"] = "0x4000000" }, isNativeAot: false);
        Assert.Empty(gc.IgnoredVariables);
        Assert.Equal(0, gc.HardLimitBytes);
    }
}
