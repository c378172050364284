using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Inventory.Memory.HealthChecks.Tests;

/// <summary>On this process, whose memory is what it is: the limit is set so that the wanted level comes out.</summary>
public sealed class MemoryHealthCheckTests
{
    [Fact]
    public async Task Check_FarFromTheLimit_IsHealthy()
    {
        var entry = await CheckAsync(limit: 1L << 40);
        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal("normal", entry.Data["level"]);
    }

    [Fact]
    public async Task Check_OverTheLimit_IsDegradedAndNamesTheGaugeAndItsFigures()
    {
        var entry = await CheckAsync(limit: 2 << 20);
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Matches(@"^Memory is critical: \d+\.\dMiB of 2\.0MiB \(\d+ %, user: the limit that was set\)\.$", entry.Description);
        Assert.Equal("user", entry.Data["gauge"]);
        Assert.Equal(2097152L, entry.Data["limitBytes"]);
        Assert.True((long)entry.Data["usageBytes"] > 2097152);
    }

    [Fact]
    public async Task Check_AfterEverythingWasTried_IsUnhealthy()
    {
        var entry = await CheckAsync(limit: 2 << 20, static governor => Assert.False(governor.HandlePressure()));
        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.StartsWith("Memory is exhausted: ", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AsOftenAsWanted_CollectsNothing()
    {
        await using var provider = Services(limit: 2 << 20);
        var checks = provider.GetRequiredService<HealthCheckService>();
        for (var i = 0; i < 20; i++)
            await checks.CheckHealthAsync(TestContext.Current.CancellationToken);
        var done = provider.GetRequiredService<MemoryGovernor>().GetStatistics();
        Assert.Equal((0, 0), (done.PolicyCollections, done.PressureCollections));
    }

    [Fact]
    public void Add_NameAndTags_AreThoseOfTheRegistration()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHealthChecks().AddInventoryMemory("memory", ["ready"]);
        using var provider = services.BuildServiceProvider();
        var registration = Assert.Single(provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<HealthCheckServiceOptions>>().Value.Registrations);
        Assert.Equal("memory", registration.Name);
        Assert.Equal(["ready"], registration.Tags);
    }

    private static async Task<HealthReportEntry> CheckAsync(long limit, Action<MemoryGovernor>? before = null)
    {
        await using var provider = Services(limit);
        before?.Invoke(provider.GetRequiredService<MemoryGovernor>());
        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        return report.Entries[InventoryMemoryHealthChecksBuilderExtensions.DefaultName];
    }

    private static ServiceProvider Services(long limit)
    {
        var services = new ServiceCollection().AddLogging().AddInventoryMemory(options =>
        {
            options.Monitor.LimitBytes = limit;
            options.Governor.MaximumPause = TimeSpan.Zero;
        });
        services.AddHealthChecks().AddInventoryMemory();
        return services.BuildServiceProvider(validateScopes: true);
    }
}
