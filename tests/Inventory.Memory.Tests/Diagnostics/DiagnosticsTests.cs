using System.Diagnostics;
using System.Diagnostics.Metrics;
using Inventory.Memory.Diagnostics;
using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Inventory.Memory.Tests.Diagnostics;

public sealed class DiagnosticsTests
{
    [Fact]
    public async Task Log_Run_SaysWhatTheGuideSays()
    {
        var logger = new FakeLogger<SequentialCollector>();
        await TestRun.CollectAsync(new CollectionRequest(ThreeScopes()), new SequentialCollector(logger: logger));
        var messages = logger.Collector.GetSnapshot();
        Assert.Contains(messages, m => m.Level == LogLevel.Information && m.Message.Contains("Initial memory: ", StringComparison.Ordinal));
        Assert.Contains(messages, m => m.Level == LogLevel.Information && m.Message.Contains("Final memory: ", StringComparison.Ordinal));
        Assert.Contains(messages, m => m.Level == LogLevel.Information && m.Message.StartsWith("Processed 6 test.things", StringComparison.Ordinal));
        Assert.Contains(messages, m => m.Level == LogLevel.Debug && m.Message.StartsWith("Processed 3 scopes. Memory: ", StringComparison.Ordinal));
        Assert.Contains(messages, m => m.Level == LogLevel.Information && m.Message.StartsWith("Memory Summary - Peak: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Activities_Run_AreNested()
    {
        var stopped = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == InventoryDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var outer = Activity.Current;
        var run = await TestRun.CollectAsync(ThreeScopes());
        Assert.Same(outer, Activity.Current);

        // Other tests run at the same time: only what hangs under this run counts.
        var root = Assert.Single(stopped, activity => activity.GetTagItem("inventory.run") is string id && id == run.Summary.RunId);
        var mine = stopped.Where(activity => activity.TraceId == root.TraceId).ToList();
        var type = Assert.Single(mine, activity => activity.OperationName == "inventory type");
        Assert.Equal(root.SpanId, type.ParentSpanId);
        var scopes = mine.Where(activity => activity.OperationName == "inventory scope").ToList();
        Assert.Equal(3, scopes.Count);
        Assert.All(scopes, scope => Assert.Equal(type.SpanId, scope.ParentSpanId));
        Assert.All(mine.Where(activity => activity.OperationName == "inventory page"), page => Assert.Contains(scopes, scope => scope.SpanId == page.ParentSpanId));
    }

    [Fact]
    public async Task Metrics_Run_CountResourcesScopesAndRequests()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        using var resources = new MetricCollector<long>(factory, InventoryDiagnostics.MeterName, InventoryDiagnostics.ResourcesInstrument);
        using var scopes = new MetricCollector<long>(factory, InventoryDiagnostics.MeterName, InventoryDiagnostics.ScopesInstrument);
        using var requests = new MetricCollector<long>(factory, InventoryDiagnostics.MeterName, InventoryDiagnostics.RequestsInstrument);
        await TestRun.CollectAsync(new CollectionRequest(ThreeScopes()), new SequentialCollector(meterFactory: factory));
        Assert.Equal(6, resources.GetMeasurementSnapshot().Sum(measurement => measurement.Value));
        Assert.Equal(3, scopes.GetMeasurementSnapshot().Count);
        Assert.Equal(3, requests.GetMeasurementSnapshot().Sum(measurement => measurement.Value));
    }

    private static PagedSource<TestResource> ThreeScopes() => new(
        "test.things",
        "test/Thing",
        (scope, _, _, _) => new(new ResourcePage<TestResource> { Items = [new() { Name = $"{scope}/1" }, new() { Name = $"{scope}/2" }] }),
        TestResource.Write)
    {
        Scopes = [new("a"), new("b"), new("c")],
    };
}
