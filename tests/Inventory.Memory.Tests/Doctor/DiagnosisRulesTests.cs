using Inventory.Memory.Doctor;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.Tests.Doctor;

public sealed class DiagnosisRulesTests
{
    private const long MiB = 1L << 20;

    /// <summary>A rule, what just meets it, what it says then, and what just does not meet it.</summary>
    public static TheoryData<string, object, string, object> Rules => new()
    {
        { "limit-near", Pressing(80), "80.0MiB of 100.0MiB are in use (80 %, container: a file).", Pressing(79) },
        { "limit-near", Pressing(99), "99.0MiB", Pressing(99, MemoryGauge.Host) },
        { "no-limit", new MemoryDiagnosis { Gauges = [Gauge(MemoryGauge.Host, 1, 1000)], HostTotalBytes = 1000 * MiB }, "1000.0MiB", Pressing(10) },
        { "limit-out-of-reach", WithUserLimit(101), "101.0MiB, is above the container's, 100.0MiB", WithUserLimit(100) },
        { "other-processes", WithOthers(60, own: 30), "30.0MiB of the 60.0MiB", WithOthers(60, own: 31) },
        { "other-processes", WithOthers(50, own: 0), "50.0MiB of the 50.0MiB", WithOthers(49, own: 0) },
        { "native-memory", WithNative(200, committed: 100), "100.0MiB of 200.0MiB", WithNative(200, committed: 101) },
        { "native-memory", WithNative(64, committed: 0), "64.0MiB of 64.0MiB", WithNative(63, committed: 0) },
        { "young-objects", Limited(256, new() { Gen0MaxBudgetBytes = 33 * MiB }), "33.0MiB", Limited(256, new() { Gen0MaxBudgetBytes = 32 * MiB }) },
        { "young-objects", Limited(256, new()), "the runtime's default", Limited(257, new()) },
        { "server-gc", Limited(2047, new() { IsServer = true, HeapCount = 8 }), "8 heaps", Limited(2048, new() { IsServer = true, HeapCount = 8 }) },
        { "server-gc", Limited(100, new() { IsServer = true, HeapCount = 8 }), "100.0MiB", Limited(100, new() { IsServer = true, AdaptsHeapCount = true }) },
        { "address-space", new MemoryDiagnosis { Gauges = [Gauge(MemoryGauge.AddressSpace, 50, 100)] }, "50.0MiB of 100.0MiB address space", new MemoryDiagnosis { Gauges = [Gauge(MemoryGauge.AddressSpace, 49, 100)] } },
        { "ignored-settings", new MemoryDiagnosis { Gc = new() { IgnoredVariables = ["DOTNET_GCHeapHardLimit"] } }, "DOTNET_GCHeapHardLimit", new MemoryDiagnosis() },
        { "swapped", Of(new() { SwapBytes = MiB, RssBytes = 9 * MiB }), "1.0MiB of this process are in swap, 9.0MiB", Of(new() { SwapBytes = MiB - 1 }) },
        { "host-swap", new MemoryDiagnosis { HostSwapTotalBytes = 4 * MiB, HostSwapUsedBytes = 2 * MiB }, "2.0MiB of 4.0MiB", new MemoryDiagnosis { HostSwapTotalBytes = 5 * MiB, HostSwapUsedBytes = 2 * MiB } },
        { "host-low", WithHost(99), "99.0MiB of the host's 1000.0MiB", WithHost(100) },
        { "stalls", new MemoryDiagnosis { StallPercent = 1 }, "1.0 %", new MemoryDiagnosis { StallPercent = 0.9 } },
        { "stalls", new MemoryDiagnosis { StallPercent = 50 }, "50.0 %", new MemoryDiagnosis() },
        { "limit-hits", Of(new() { ContainerLimitHits = 7 }), "7 times", Of(new()) },
        { "limit-hits", Of(new() { ContainerLimitHits = 7 }), "7 times", Of(new() { ContainerLimitHits = 7, ContainerOomKills = 1 }) },
        { "fragmentation", Fragmented(30, heap: 100), "30.0MiB of the managed heap's 100.0MiB", Fragmented(29, heap: 100) },
        { "fragmentation", Fragmented(16, heap: 16), "16.0MiB", Fragmented(15, heap: 16) },
        { "collections", new MemoryDiagnosis { GcPausePercent = 10 }, "10.0 %", new MemoryDiagnosis { GcPausePercent = 9.9 } },
        { "oom-kills", Of(new() { ContainerOomKills = 2, ContainerLimitBytes = 64 * MiB }), "killed 2 processes of this container for want of memory; its high-water mark is 0.0MiB, its limit 64.0MiB", Of(new()) },
        { "gc-limit-above-container", Available(65, container: 64), "may commit 65.0MiB, the container allows 64.0MiB", Available(64, container: 64) },
        { "gc-limit-above-container", Available(65, container: 64), "65.0MiB", Available(65, container: 0) },
        { "sources-failing", new MemoryDiagnosis { FailingSources = ["statm", "cgroup"] }, "statm, cgroup", new MemoryDiagnosis() },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Apply_ConditionMetAndJustNotMet_SpeaksOnlyThenAndWithFigures(string name, object met, string expected, object notMet)
    {
        var rule = Assert.Single(DiagnosisRules.All, rule => rule.Name == name);
        var finding = rule.Apply((MemoryDiagnosis)met);
        Assert.NotNull(finding);
        Assert.Contains(expected, finding.Evidence);
        Assert.Equal((name, rule.Sign), (finding.Rule, finding.Sign));
        Assert.Null(rule.Apply((MemoryDiagnosis)notMet));
    }

    [Fact]
    public void All_EachRule_IsInTheTableAboveAndHasANameOfItsOwn()
    {
        var names = DiagnosisRules.All.Select(static rule => rule.Name).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal(names.Order(), Rules.Select(static row => row.Data.Item1).Distinct().Order());
    }

    [Fact]
    public void All_EachRule_IsInTheTroubleshootingGuideUnderItsSign()
    {
        var guide = RepositoryFolder.ReadDocument("troubleshooting.md");
        var sections = guide.Split("\n## ").ToDictionary(static section => section.Split('\n')[0].Trim());
        foreach (var rule in DiagnosisRules.All)
        {
            var heading = rule.Sign switch { MemorySign.OutOfMemory => "Out of memory", MemorySign.Slow => "Slow", _ => "Killed" };
            Assert.Contains($"| `{rule.Name}` |", sections[heading]);
        }
    }

    [Fact]
    public void Apply_SeveralFindings_AreInTheOrderOfTheSigns()
    {
        var findings = DiagnosisRules.Apply(new()
        {
            Sample = new() { ContainerOomKills = 1, SwapBytes = MiB, Pressing = Gauge(MemoryGauge.Container, 99, 100) },
            Gauges = [Gauge(MemoryGauge.Container, 99, 100)],
        });
        Assert.Equal(["limit-near", "swapped", "oom-kills"], findings.Select(static finding => finding.Rule));
    }

    private static MemoryGauge Gauge(string name, long usage, long limit) =>
        new() { Name = name, UsageBytes = usage * MiB, LimitBytes = limit * MiB, LimitSource = "a file" };

    private static MemoryDiagnosis Of(MemorySample sample) => new() { Sample = sample };

    private static MemoryDiagnosis Pressing(long usage, string name = MemoryGauge.Container) =>
        new() { Sample = new() { Pressing = Gauge(name, usage, 100) }, Gauges = [Gauge(name, usage, 100), Gauge(MemoryGauge.Gc, 1, 100)] };

    private static MemoryDiagnosis WithUserLimit(long limit) =>
        new() { Sample = new() { ContainerLimitBytes = 100 * MiB }, Gauges = [Gauge(MemoryGauge.User, 1, limit)] };

    private static MemoryDiagnosis WithOthers(long charged, long own) => new()
    {
        Sample = new() { ContainerAnonymousAndKernelBytes = charged * MiB, AnonymousBytes = own * MiB },
        Gauges = [Gauge(MemoryGauge.Container, charged, 100)],
    };

    private static MemoryDiagnosis WithNative(long resident, long committed) =>
        Of(new() { RssBytes = resident * MiB, AnonymousBytes = resident * MiB, CommittedBytes = committed * MiB });

    private static MemoryDiagnosis Limited(long limit, GcConfiguration gc) => new() { LimitBytes = limit * MiB, Gc = gc };

    private static MemoryDiagnosis WithHost(long available) =>
        new() { HostTotalBytes = 1000 * MiB, Sample = new() { HostAvailableBytes = available * MiB } };

    private static MemoryDiagnosis Fragmented(long free, long heap) =>
        Of(new() { FragmentedBytes = free * MiB, HeapAfterCollectionBytes = heap * MiB });

    private static MemoryDiagnosis Available(long collector, long container) =>
        new() { Gc = new() { AvailableBytes = collector * MiB }, Sample = new() { ContainerLimitBytes = container * MiB } };
}
