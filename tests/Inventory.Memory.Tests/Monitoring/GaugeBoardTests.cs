using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Tests.Monitoring;

public sealed class GaugeBoardTests
{
    private const long MiB = 1L << 20;
    private readonly MemoryReading _reading = new()
    {
        Rss = 54 * MiB,
        ContainerCharge = 22 * MiB,
        ContainerLimit = 64 * MiB,
        ContainerSmallestLimit = 64 * MiB,
        ContainerLimitSource = "cgroup",
        Committed = 30 * MiB,
        GcLimit = 48 * MiB,
        HostTotal = 1024 * MiB,
        HostAvailable = 900 * MiB,
    };

    [Fact]
    public void Update_EveryLimit_IsComparedWithItsOwnUsage()
    {
        var board = Board(new() { LimitBytes = 100 * MiB });

        Assert.Equal(
            [(MemoryGauge.User, 54, 100), (MemoryGauge.Container, 22, 64), (MemoryGauge.Gc, 30, 48), (MemoryGauge.Host, 124, 1024)],
            board.ToArray().Select(static gauge => (gauge.Name, (int)(gauge.UsageBytes / MiB), (int)(gauge.LimitBytes / MiB))));
        Assert.Equal(MemoryGauge.Gc, board.Pressing.Name);
    }

    [Fact]
    public void Tightest_HardLimitThatTheRuntimeDerived_IsNotNamed()
    {
        Assert.Equal(MemoryGauge.Container, Board().Tightest.Name);
        _reading.GcLimit = 20 * MiB; // somebody set this one
        Assert.Equal(MemoryGauge.Gc, Board().Tightest.Name);
    }

    [Fact]
    public void Update_LimitPercent_IsOfTheTightestFoundAndNotOfTheHardLimit()
    {
        var gauge = Board(new() { LimitPercent = 50 }).ToArray().Single(static gauge => gauge.Name == MemoryGauge.User);

        Assert.Equal(32 * MiB, gauge.LimitBytes);
        Assert.Equal("50 % of cgroup", gauge.LimitSource);
    }

    [Fact]
    public void Update_ContainerLimitChanges_PercentFollows()
    {
        var board = Board(new() { LimitPercent = 50 });
        _reading.ContainerLimit = 32 * MiB;
        board.Update(_reading);

        Assert.Equal(16 * MiB, board.Tightest.LimitBytes);
    }

    [Fact]
    public void Update_MachinesMemoryAsCollectorsLimit_IsNoGauge()
    {
        _reading.GcLimit = _reading.HostTotal;
        Assert.DoesNotContain(Board().ToArray(), static gauge => gauge.Name == MemoryGauge.Gc);
    }

    [Fact]
    public void Pressing_FullHost_DoesNotHideACeilingOfOurs()
    {
        _reading.HostAvailable = 10 * MiB;
        Assert.Equal(MemoryGauge.Host, Board().Pressing.Name);
        _reading.ContainerCharge = 62 * MiB;
        Assert.Equal(MemoryGauge.Container, Board().Pressing.Name);
    }

    [Fact]
    public void Headroom_SeveralLimits_IsTheSmallest()
    {
        Assert.Equal((long)(48 * MiB * 0.95) - (30 * MiB), Board().Headroom(0.95));
        Assert.Equal(long.MaxValue, new GaugeBoard(new()).Headroom(0.95));
    }

    /// <summary>The kernel could drop the program's code, and would read it from the disk again for every step.</summary>
    [Fact]
    public void Headroom_MappedFilesOfTheContainer_StayOutOfIt()
    {
        (_reading.ContainerCharge, _reading.ContainerMapped) = (50 * MiB, 8 * MiB);
        Assert.Equal((long)(64 * MiB * 0.95) - (58 * MiB), Board().Headroom(0.95));
    }

    /// <summary>The kernel kills for what nobody asks for, too: 5 % of a small container are too little for that.</summary>
    [Fact]
    public void Headroom_SmallContainer_LeavesAMebibyte()
    {
        (_reading.ContainerCharge, _reading.ContainerLimit) = (2 * MiB, 4 * MiB);
        Assert.Equal(1 * MiB, Board().Headroom(0.95));
    }

    private GaugeBoard Board(MemoryMonitorOptions? options = null)
    {
        var board = new GaugeBoard(options ?? new());
        board.Update(_reading);
        return board;
    }
}
