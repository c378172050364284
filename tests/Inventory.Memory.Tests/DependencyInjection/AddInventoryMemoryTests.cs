using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.Tests.DependencyInjection;

public sealed class AddInventoryMemoryTests
{
    [Fact]
    public void Add_Nothing_GivesACollectorWithItsGovernorAndMonitor()
    {
        using var provider = new ServiceCollection().AddLogging().AddInventoryMemory().BuildServiceProvider(validateScopes: true);
        Assert.NotNull(provider.GetRequiredService<ISequentialCollector>());
        Assert.Same(provider.GetRequiredService<MemoryMonitor>(), provider.GetRequiredService<MemoryGovernor>().Monitor);
    }

    [Fact]
    public void Add_OwnService_IsKept()
    {
        var own = GcPolicy.None;
        using var provider = new ServiceCollection().AddSingleton(own).AddInventoryMemory().BuildServiceProvider();
        Assert.Same(own, provider.GetRequiredService<GcPolicy>());
    }

    [Fact]
    public void Add_Action_SetsOptions()
    {
        using var provider = new ServiceCollection()
            .AddInventoryMemory(options =>
            {
                options.Collector.ScopesPerMemoryCheck = 7;
                options.Monitor.LimitBytes = 64 << 20;
            })
            .BuildServiceProvider();
        Assert.Equal(7, provider.GetRequiredService<IOptions<SequentialCollectorOptions>>().Value.ScopesPerMemoryCheck);
        Assert.Equal(64 << 20, provider.GetRequiredService<IOptions<MemoryMonitorOptions>>().Value.LimitBytes);
    }

    [Fact]
    public void Add_Configuration_SetsOptions()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Inventory:Collector:ScopesPerMemoryCheck"] = "9",
                ["Inventory:Monitor:LimitBytes"] = "1048576",
            })
            .Build();
        using var provider = new ServiceCollection().AddInventoryMemory(configuration.GetSection("Inventory")).BuildServiceProvider();
        Assert.Equal(9, provider.GetRequiredService<IOptions<SequentialCollectorOptions>>().Value.ScopesPerMemoryCheck);
        Assert.Equal(1048576, provider.GetRequiredService<IOptions<MemoryMonitorOptions>>().Value.LimitBytes);
    }

    [Fact]
    public void Options_OutOfRange_NamePropertyValueAndLimit()
    {
        using var provider = new ServiceCollection()
            .AddInventoryMemory(options => options.Collector.ScopesPerMemoryCheck = 0)
            .BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<ISequentialCollector>);
        Assert.Contains("ScopesPerMemoryCheck", error.Message, StringComparison.Ordinal);
        Assert.Contains("1000000", error.Message, StringComparison.Ordinal);
        var direct = Assert.Throws<ArgumentOutOfRangeException>(() => new SequentialCollector(new SequentialCollectorOptions { ScopesPerMemoryCheck = 0 }));
        Assert.Contains("ScopesPerMemoryCheck", direct.Message, StringComparison.Ordinal);
    }
}
