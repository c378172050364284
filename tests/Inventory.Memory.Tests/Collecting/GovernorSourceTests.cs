using Inventory.Memory.Collecting;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;

namespace Inventory.Memory.Tests.Collecting;

/// <summary>A collector that made its own governor must not keep its files and its meter when nothing runs.</summary>
public sealed class GovernorSourceTests
{
    private static MemoryGovernor Make() => new(new MemoryMonitor());

    [Fact]
    public void Rent_OwnGovernor_IsSharedAndEndsWithTheLastRun()
    {
        var source = new GovernorSource(null, Make);
        var first = source.Rent();
        var second = source.Rent();
        var governor = first.Governor;
        Assert.Same(governor, second.Governor);

        first.Dispose();
        first.Dispose();
        governor.Monitor.Record();
        second.Dispose();

        Assert.Throws<ObjectDisposedException>(() => governor.Monitor.Record());
    }

    [Fact]
    public void Rent_AfterTheLastRun_MakesAnother()
    {
        var source = new GovernorSource(null, Make);
        using var first = source.Rent();
        first.Dispose();
        using var second = source.Rent();
        Assert.NotSame(first.Governor, second.Governor);
        second.Governor.Monitor.Record();
    }

    [Fact]
    public void Rent_GovernorOfTheCaller_IsLeftToTheCaller()
    {
        using var monitor = new MemoryMonitor();
        var governor = new MemoryGovernor(monitor);
        var lease = new GovernorSource(governor, Make).Rent();
        Assert.Same(governor, lease.Governor);
        lease.Dispose();
        monitor.Record();
    }
}
