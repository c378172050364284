using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.Tests.DependencyInjection;

public sealed class ReloadingTests : IDisposable
{
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder()
        .AddInMemoryCollection([KeyValuePair.Create<string, string?>("Inventory:Monitor:LimitBytes", "68719476736")])
        .Build();

    private readonly FakeLogCollector _logs = new();
    private readonly ServiceProvider _provider;

    public ReloadingTests() => _provider = new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(_logs)))
        .AddInventoryMemory(_configuration.GetSection("Inventory"))
        .BuildServiceProvider(validateScopes: true);

    [Fact]
    public void Reload_NewLimit_IsTheMonitorsFromTheNextSampleOn()
    {
        var monitor = _provider.GetRequiredService<MemoryMonitor>();
        Assert.Equal(68719476736, UserLimit(monitor));
        Change("Monitor:LimitBytes", "34359738368");
        Assert.Equal(34359738368, UserLimit(monitor));
    }

    [Theory]
    [InlineData("0", "MemoryMonitorOptions.LimitBytes is 0; it must be above 0.")]
    [InlineData("plenty", "plenty")]
    public void Reload_InvalidLimit_IsLoggedAndTheOldOneStays(string value, string expected)
    {
        var monitor = _provider.GetRequiredService<MemoryMonitor>();
        Change("Monitor:LimitBytes", value);
        Assert.Equal(68719476736, UserLimit(monitor));
        Assert.Equal(68719476736, _provider.GetRequiredService<IOptionsMonitor<MemoryMonitorOptions>>().CurrentValue.LimitBytes);
        var log = Assert.Single(_logs.GetSnapshot(), static log => log.Id.Name == "OptionsIgnored");
        Assert.Equal(LogLevel.Error, log.Level);
        Assert.Contains(expected, log.Exception!.ToString());

        Change("Monitor:LimitBytes", "34359738368");
        Assert.Equal(34359738368, UserLimit(monitor));
    }

    [Fact]
    public void Reload_GovernorOptions_AreInForceAtTheNextCheck()
    {
        Change("Monitor:LimitBytes", "1");
        Change("Governor:Enabled", "false");
        var governor = _provider.GetRequiredService<MemoryGovernor>();
        Assert.True(governor.HandlePressure());
        Assert.True(governor.TryReserve(1000));

        Change("Governor:Enabled", "true");
        Assert.False(governor.HandlePressure());
        Assert.False(governor.TryReserve(1000));

        Change("Governor:ExhaustedRatio", "0.5");
        Assert.Contains(_logs.GetSnapshot(), static log => log.Id.Name == "OptionsIgnored"
            && log.Exception!.Message.Contains("MemoryGovernorOptions.ExhaustedRatio is 0.5; it must be above CriticalRatio (0.9).", StringComparison.Ordinal));
        Assert.False(governor.TryReserve(1000));
    }

    [Fact]
    public async Task Reload_CollectorOptions_AreThoseOfTheNextRun()
    {
        var checks = await ChecksAsync();
        Change("Collector:ScopesPerMemoryCheck", "1");
        Assert.Equal(checks + 4, await ChecksAsync()); // of six scopes each is followed by a check, no longer every third
        Change("Collector:ScopesPerMemoryCheck", "0");
        Assert.Contains(_logs.GetSnapshot(), static log => log.Id.Name == "OptionsIgnored"
            && log.Exception!.Message.Contains("ScopesPerMemoryCheck", StringComparison.Ordinal));
        Assert.Equal(checks + 4, await ChecksAsync());
    }

    [Fact]
    public async Task Reload_WhileManyThreadsRecord_NoReadingFails()
    {
        var governor = _provider.GetRequiredService<MemoryGovernor>();
        using var end = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
                Assert.True(governor.HandlePressure());
        })).ToArray();
        for (var i = 1; i <= 200; i++)
        {
            Change("Monitor:LimitBytes", $"{68719476736 + i}");
            Change("Governor:MinimumPageSize", $"{i}");
        }

        await end.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(68719476936, UserLimit(governor.Monitor));
    }

    [Theory]
    [InlineData("Monitor:LimitPercent", "101", "MemoryMonitorOptions.LimitPercent is 101; it must be above 0 and at most 100.")]
    [InlineData("Monitor:SamplingInterval", "00:00:00.001", "MemoryMonitorOptions.SamplingInterval is 00:00:00.0010000; it must be from 10 ms to 1 hour.")]
    [InlineData("Governor:MinimumPageSize", "0", "MemoryGovernorOptions.MinimumPageSize is 0; it must be at least 1.")]
    [InlineData("Governor:Dwell", "-00:00:01", "MemoryGovernorOptions.Dwell is -00:00:01; it must not be negative.")]
    [InlineData("Collector:ScopesPerMemoryCheck", "0", "ScopesPerMemoryCheck")]
    public async Task Start_InvalidOption_IsRefusedWithPropertyValueAndLimit(string key, string value, string expected)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("Inventory:" + key, value)]);
        builder.Services.AddInventoryMemory(builder.Configuration.GetSection("Inventory"));
        using var host = builder.Build();
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(expected, failure.Message);
    }

    public void Dispose()
    {
        _provider.Dispose();
        (_configuration as IDisposable)?.Dispose();
    }

    /// <summary>How often a run over six scopes looks at memory.</summary>
    private async Task<long> ChecksAsync()
    {
        var governor = _provider.GetRequiredService<MemoryGovernor>();
        var before = governor.GetStatistics().Checks;
        await foreach (var record in _provider.GetRequiredService<ISequentialCollector>().Collect(new CollectionRequest(new SixScopesSource())))
            Assert.Fail(record.Name);
        return governor.GetStatistics().Checks - before;
    }

    private void Change(string key, string value)
    {
        _configuration["Inventory:" + key] = value;
        _configuration.Reload();
    }

    private static long UserLimit(MemoryMonitor monitor)
    {
        monitor.Record();
        return monitor.GetGauges().Single(static gauge => gauge.Name == MemoryGauge.User).LimitBytes;
    }

    private sealed class SixScopesSource() : ResourceSource("test.empty", "test/Empty")
    {
        protected override IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken) =>
            Enumerable.Range(1, 6).Select(static i => new ResourceScope($"scope-{i}")).ToAsyncEnumerable();

        protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) => new EmptyCursor();
    }

    private sealed class EmptyCursor : ResourceCursor
    {
        protected override ValueTask<CursorStep> ReadCoreAsync(CancellationToken cancellationToken) => new(CursorStep.End);
    }
}
