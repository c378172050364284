using Inventory.Memory.Monitoring;
using Inventory.Memory.Monitoring.Linux;

namespace Inventory.Memory.Tests.Monitoring.Linux;

/// <summary>Trap 4, 5 and 6 of handbook/memory.md, each as a tree of files.</summary>
public sealed class CgroupProbeTests : IDisposable
{
    private const long MiB = LinuxTree.MiB;
    private readonly LinuxTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Record_V1Container_ReadsChargeLimitAndCounters()
    {
        _tree.JoinV1("/pods/a");
        _tree.V1("/", 900 * MiB);
        _tree.V1("/pods", 700 * MiB);
        _tree.V1("/pods/a", usage: 60 * MiB, rss: 20 * MiB, inactive: 30 * MiB, active: 4 * MiB, kernel: 3 * MiB, limit: 64 * MiB);
        using var monitor = _tree.Monitor();

        var sample = monitor.Record();

        Assert.Equal("cgroup v1", sample.ContainerSource);
        Assert.Equal(60 * MiB, sample.ContainerUsageBytes);
        Assert.Equal(30 * MiB, sample.ContainerWorkingSetBytes);
        Assert.Equal(23 * MiB, sample.ContainerAnonymousAndKernelBytes);
        Assert.Equal((7, 2), (sample.ContainerLimitHits, sample.ContainerOomKills));
        Assert.Equal(MemoryGauge.Container, sample.Pressing.Name);
        Assert.Equal(64 * MiB, sample.Pressing.LimitBytes);
        Assert.Equal(26 * MiB, sample.Pressing.UsageBytes); // working set without the active cache that nothing stalls for
        Assert.EndsWith("memory.limit_in_bytes of " + Path.Join(_tree.Root, "sys/fs/cgroup/memory/pods/a"), sample.Pressing.LimitSource, StringComparison.Ordinal);
        Assert.Equal(60 * MiB + 1000, monitor.GetStatistics().ContainerHighWaterBytes);
    }

    [Fact]
    public void Record_V2Container_ReadsChargeLimitAndCounters()
    {
        _tree.JoinV2("/pods/a");
        _tree.V2("/pods", 700 * MiB);
        _tree.V2("/pods/a", usage: 60 * MiB, anon: 40 * MiB, inactive: 10 * MiB, active: 6 * MiB, kernel: 2 * MiB, max: $"{64 * MiB}");
        using var monitor = _tree.Monitor();

        var sample = monitor.Record();

        Assert.Equal("cgroup v2", sample.ContainerSource);
        Assert.Equal(50 * MiB, sample.ContainerWorkingSetBytes);
        Assert.Equal(42 * MiB, sample.ContainerAnonymousAndKernelBytes);
        Assert.Equal((3, 1), (sample.ContainerLimitHits, sample.ContainerOomKills));
        Assert.Equal((44 * MiB, 64 * MiB), (sample.Pressing.UsageBytes, sample.Pressing.LimitBytes));
        Assert.Contains("memory.max", sample.Pressing.LimitSource, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void SampleHeadroom_MappedFiles_AreNotRoomForData(int version)
    {
        if (version == 1)
        {
            _tree.JoinV1("/a");
            _tree.V1("/a", usage: 40 * MiB, rss: 20 * MiB, inactive: 20 * MiB, limit: 100 * MiB, mapped: 8 * MiB);
        }
        else
        {
            _tree.JoinV2("/a");
            _tree.V2("/a", usage: 40 * MiB, anon: 20 * MiB, inactive: 20 * MiB, max: $"{100 * MiB}", mapped: 8 * MiB);
        }

        using var monitor = _tree.Monitor();
        Assert.Equal((95 - 28) * MiB, monitor.SampleHeadroom(0.95));
    }

    [Fact]
    public void Record_V2WithoutKernelFigure_AddsItsParts()
    {
        _tree.JoinV2("/a");
        _tree.V2("/a", usage: 60 * MiB, max: $"{64 * MiB}");
        _tree.Write("sys/fs/cgroup/a/memory.stat", "anon 100\nkernel_stack 10\npagetables 20\npercpu 5\nslab 7\ninactive_file 0\nactive_file 0\n");
        using var monitor = _tree.Monitor();

        Assert.Equal(142, monitor.Record().ContainerAnonymousAndKernelBytes);
    }

    [Fact]
    public void Record_V2HighBelowMax_HighIsTheLimit()
    {
        _tree.JoinV2("/a");
        _tree.V2("/a", 10 * MiB, max: $"{64 * MiB}", high: $"{48 * MiB}");
        using var monitor = _tree.Monitor();

        var gauge = monitor.Record().Pressing;

        Assert.Equal(48 * MiB, gauge.LimitBytes);
        Assert.Contains("memory.high", gauge.LimitSource, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_NestedV2_AncestorsLimitComesWithAncestorsUsage()
    {
        _tree.JoinV2("/slice/pod/app");
        _tree.V2("/slice", 100 * MiB, max: "max");
        _tree.V2("/slice/pod", 90 * MiB, anon: 90 * MiB, max: $"{100 * MiB}");
        _tree.V2("/slice/pod/app", 10 * MiB, anon: 10 * MiB, max: $"{200 * MiB}");
        using var monitor = _tree.Monitor();

        var sample = monitor.Record();

        Assert.Equal((90 * MiB, 100 * MiB), (sample.Pressing.UsageBytes, sample.Pressing.LimitBytes));
        Assert.Equal((10 * MiB, 100 * MiB), (sample.ContainerUsageBytes, sample.ContainerLimitBytes));
    }

    [Fact]
    public void Record_V1LimitOfAnAncestorThatIsNotMounted_HierarchicalLimitCounts()
    {
        _tree.JoinV1("/docker/abc", mountRoot: "/docker/abc");
        _tree.V1("/", 10 * MiB, rss: 10 * MiB, hierarchical: 32 * MiB);
        using var monitor = _tree.Monitor();

        var gauge = monitor.Record().Pressing;

        Assert.Equal(32 * MiB, gauge.LimitBytes);
        Assert.Contains("hierarchical_memory_limit", gauge.LimitSource, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_V1LimitOfAVisibleAncestor_IsComparedWithItsOwnUsage()
    {
        _tree.JoinV1("/pod/app");
        _tree.V1("/", 500 * MiB);
        _tree.V1("/pod", 28 * MiB, rss: 28 * MiB, limit: 32 * MiB);
        _tree.V1("/pod/app", 10 * MiB, rss: 10 * MiB, hierarchical: 32 * MiB);
        using var monitor = _tree.Monitor();

        Assert.Equal(28 * MiB, monitor.Record().Pressing.UsageBytes);
    }

    [Theory]
    [InlineData("/docker/abc/x", "/docker/abc", "/x")] // no cgroup namespace: the host's path in both files
    [InlineData("/docker/abc", "/docker/abc", "/")]
    [InlineData("/", "/", "/")] // namespaced: the container's own cgroup is the root that is mounted
    [InlineData("/../../other", "/", "/")] // entered from outside the namespace
    [InlineData("/gone/by/now", "/", "/")] // named as the host sees it, not mounted here
    public void Record_Namespaces_FindTheMountedFolder(string path, string mountRoot, string folder)
    {
        _tree.JoinV2(path, mountRoot);
        _tree.V2(folder, 10 * MiB, anon: 10 * MiB, max: $"{40 * MiB}");
        using var monitor = _tree.Monitor();

        Assert.Equal((10 * MiB, 40 * MiB), (monitor.Record().Pressing.UsageBytes, monitor.Latest.Pressing.LimitBytes));
    }

    [Fact]
    public void Record_Hybrid_UsesTheVersionThatHasTheController()
    {
        _tree.JoinV1("/app", hybrid: true);
        _tree.Write("sys/fs/cgroup/unified/cgroup.procs", "");
        _tree.V1("/app", 10 * MiB, rss: 10 * MiB, limit: 40 * MiB);
        using var monitor = _tree.Monitor();

        Assert.Equal("cgroup v1", monitor.Record().ContainerSource);
    }

    [Fact]
    public void Record_MountPointWithBlank_IsUnescaped()
    {
        _tree.Write("proc/self/cgroup", "0::/a\n");
        _tree.Write("proc/self/mountinfo", "30 23 0:26 / /my\\040groups rw - cgroup2 cgroup2 rw\n");
        _tree.V2("/ignored", 1);
        foreach (var name in (string[])["current", "max", "stat"])
            _tree.Write($"my groups/a/memory.{name}", name == "stat" ? "anon 5\ninactive_file 0\n" : "1000\n");
        using var monitor = _tree.Monitor();

        Assert.Equal(1000, monitor.Record().ContainerUsageBytes);
    }

    [Theory]
    [InlineData(9223372036854771712)] // 4 KiB pages
    [InlineData(9223372036854759424)] // 16 KiB pages
    [InlineData(9223372036854710272)] // 64 KiB pages
    [InlineData(long.MaxValue)]
    public void Record_V1UnlimitedSentinel_IsNoLimit(long sentinel)
    {
        _tree.JoinV1("/a");
        _tree.V1("/a", 10 * MiB, limit: sentinel);
        using var monitor = _tree.Monitor();

        Assert.Equal(MemoryGauge.Host, monitor.Record().Pressing.Name);
        Assert.Equal(10 * MiB, monitor.Latest.ContainerUsageBytes);
        Assert.DoesNotContain(monitor.GetGauges(), gauge => gauge.Name == MemoryGauge.Container);
    }

    [Fact]
    public void Record_V2Max_IsNoLimit()
    {
        _tree.JoinV2("/a");
        _tree.V2("/a", 10 * MiB);
        using var monitor = _tree.Monitor();

        Assert.Equal(MemoryGauge.Host, monitor.Record().Pressing.Name);
    }

    [Fact]
    public void Record_TrueRootOfV2_IsNoContainer()
    {
        _tree.JoinV2("/");
        _tree.Write("sys/fs/cgroup/cgroup.procs", "");
        using var monitor = _tree.Monitor();

        Assert.Null(monitor.Record().ContainerSource);
    }

    [Fact]
    public void Record_InactiveAboveUsage_IsClampedAndAnonymousCounts()
    {
        _tree.JoinV2("/a");
        _tree.V2("/a", usage: 20 * MiB, anon: 15 * MiB, inactive: 25 * MiB, max: $"{64 * MiB}");
        using var monitor = _tree.Monitor();

        var sample = monitor.Record();

        Assert.Equal(0, sample.ContainerWorkingSetBytes);
        Assert.Equal(15 * MiB, sample.Pressing.UsageBytes);
    }

    [Theory]
    [InlineData(0.0, 10)] // nobody waits: the kernel can drop the cache
    [InlineData(45.0, 62)] // tasks stall: it is needed
    public void Record_ActivePageCache_CountsWhenTasksStall(double stall, long expectedMiB)
    {
        _tree.JoinV2("/a");
        _tree.V2("/a", usage: 63 * MiB, anon: 10 * MiB, inactive: 1 * MiB, active: 52 * MiB, max: $"{64 * MiB}", stall: stall);
        using var monitor = _tree.Monitor();

        Assert.Equal(expectedMiB * MiB, monitor.Record().Pressing.UsageBytes);
        Assert.Equal(stall, monitor.Latest.StallPercent);
    }

    [Fact]
    public void Record_NoStallInformation_ActivePageCacheCounts()
    {
        _tree.Delete("proc/pressure/memory");
        _tree.JoinV1("/a");
        _tree.V1("/a", usage: 63 * MiB, rss: 10 * MiB, inactive: 1 * MiB, active: 52 * MiB, limit: 64 * MiB);
        using var monitor = _tree.Monitor();

        Assert.Equal(62 * MiB, monitor.Record().Pressing.UsageBytes);
    }

    [Fact]
    public void Record_OwnGrowthBetweenReadingsOfTheParts_RaisesTheCharge()
    {
        _tree.JoinV1("/a");
        _tree.V1("/a", usage: 60 * MiB, rss: 8 * MiB, inactive: 50 * MiB, limit: 64 * MiB);
        using var monitor = _tree.Monitor();
        var before = monitor.Record().Pressing.UsageBytes;

        // Cache was given up for 4 MiB of ours, so usage stands still; memory.stat is not due yet.
        _tree.Statm(9000, 2560 + 1024, 512);
        var after = monitor.Record().Pressing.UsageBytes;

        Assert.Equal((10 * MiB, 12 * MiB), (before, after));
    }

    [Fact]
    public void Record_LimitLoweredInMidRun_TakesEffectWithinASecond()
    {
        _tree.JoinV2("/a");
        _tree.V2("/a", 30 * MiB, anon: 30 * MiB, max: $"{64 * MiB}");
        using var monitor = _tree.Monitor();
        Assert.Equal(64 * MiB, monitor.Record().Pressing.LimitBytes);

        _tree.Write("sys/fs/cgroup/a/memory.max", $"{32 * MiB}\n");
        _tree.Time.Advance(CgroupProbe.RareInterval);

        Assert.Equal(32 * MiB, monitor.Record().Pressing.LimitBytes);
        Assert.Equal(32 * MiB, monitor.GetStatistics().LimitBytes);
    }

    [Fact]
    public void Record_LimitLoweredWhileGrowingFast_TakesEffectAtOnce()
    {
        _tree.JoinV1("/a");
        _tree.V1("/a", 20 * MiB, rss: 20 * MiB, limit: 512 * MiB);
        using var monitor = _tree.Monitor();
        monitor.Record();

        _tree.V1("/a", 32 * MiB, rss: 32 * MiB, limit: 64 * MiB);
        _tree.Statm(9000, 2560 + 3072, 512);

        Assert.Equal(64 * MiB, monitor.Record().Pressing.LimitBytes);
    }

    [Fact]
    public void Record_MovedToAnotherCgroup_FollowsWithinSeconds()
    {
        _tree.JoinV2("/a");
        _tree.V2("/a", 30 * MiB, max: $"{64 * MiB}");
        _tree.V2("/b", 5 * MiB, max: $"{16 * MiB}");
        using var monitor = _tree.Monitor();
        monitor.Record();

        _tree.JoinV2("/b");
        _tree.Time.Advance(CgroupProbe.DetectionInterval);

        Assert.Equal(16 * MiB, monitor.Record().Pressing.LimitBytes);
    }

    [Fact]
    public void Record_FolderVanishes_LeavesTheContainerOutAndComesBack()
    {
        _tree.JoinV2("/a");
        _tree.V2("/a", 30 * MiB, max: $"{64 * MiB}");
        using var monitor = _tree.Monitor();
        monitor.Record();

        _tree.DeleteFolder("sys/fs/cgroup/a");
        _tree.Time.Advance(CgroupProbe.DetectionInterval);
        var without = monitor.Record();
        _tree.V2("/a", 20 * MiB, max: $"{64 * MiB}");
        _tree.Time.Advance(MemoryProbe.LongestBackOff);

        Assert.Equal((0, null), (without.ContainerUsageBytes, without.ContainerSource));
        Assert.True(without.Pressing.Name == MemoryGauge.Host);
        Assert.Equal(20 * MiB, monitor.Record().ContainerUsageBytes);
    }

    [Theory]
    [InlineData("memory.current", "")]
    [InlineData("memory.current", "nonsense\n")]
    [InlineData("memory.stat", "anon 100")] // cut off in the middle of a line
    [InlineData("memory.stat", "")]
    public void Record_TruncatedFile_IsReportedAndLeftOut(string file, string text)
    {
        _tree.JoinV2("/a");
        _tree.V2("/a", 30 * MiB, max: $"{64 * MiB}");
        _tree.Write("sys/fs/cgroup/a/" + file, text);
        var logger = new Microsoft.Extensions.Logging.Testing.FakeLogger();
        using var monitor = new MemoryMonitor(MemoryProbes.ForLinux(_tree.Root, 4096), null, _tree.Time, logger);

        var sample = monitor.Record();

        Assert.Null(sample.ContainerSource);
        Assert.True(sample.RssBytes > 0);
        var record = Assert.Single(logger.Collector.GetSnapshot());
        Assert.Equal("MemorySourceFailed", record.Id.Name);
        Assert.Contains("cgroup", record.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_LimitFilesMissing_MeansNoLimit()
    {
        _tree.JoinV2("/a");
        _tree.V2("/a", 30 * MiB);
        _tree.Delete("sys/fs/cgroup/a/memory.max");
        _tree.Delete("sys/fs/cgroup/a/memory.high");
        using var monitor = _tree.Monitor();

        Assert.Equal((30 * MiB, MemoryGauge.Host), (monitor.Record().ContainerUsageBytes, monitor.Latest.Pressing.Name));
    }
}
