using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Inventory.Memory.Tests.Monitoring;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.Tests.Pressure;

/// <summary>Whoever is called back may come in again from another thread: it must not find a lock held.</summary>
public sealed class LockFreeCallbackTests
{
    private static readonly TimeSpan s_enough = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task CheckAsync_PolicyAndLoggerThatAskTheGovernorFromAnotherThread_AreAnswered()
    {
        var rss = 10L << 20;
        var probe = new FakeProbe { Values = reading => reading.Rss = rss };
        var logger = new AskingLogger();
        var time = new FakeTimeProvider();
        using var monitor = new MemoryMonitor([probe], new() { LimitBytes = 100 << 20 }, time);
        var policy = new AskingPolicy();
        var governor = new MemoryGovernor(monitor, new FakeCollector(), policy, new() { MaximumPause = TimeSpan.Zero }, time, logger);
        (policy.Ask, logger.Ask) = (() => governor.Level, () => governor.Level);

        await governor.CheckAsync(CollectionBoundary.Page, default, TestContext.Current.CancellationToken);
        rss = 93L << 20;
        time.Advance(MemoryGovernor.Recent + MemoryGovernor.Recent);
        await governor.CheckAsync(CollectionBoundary.Page, default, TestContext.Current.CancellationToken);

        Assert.True(policy.Calls > 0);
        Assert.Contains("MemoryLevel", logger.Events);
        Assert.Contains("MemoryDetail", logger.Events);
    }

    [Fact]
    public void Record_LoggerThatAsksTheMonitorFromAnotherThread_IsAnswered()
    {
        var probe = new FakeProbe { Throws = new IOException("gone") };
        var logger = new AskingLogger();
        var time = new FakeTimeProvider();
        using var monitor = new MemoryMonitor([probe], timeProvider: time, logger: logger);
        logger.Ask = () => monitor.Latest;
        monitor.Record();
        probe.Throws = null;
        time.Advance(TimeSpan.FromMinutes(1));
        monitor.Record();
        Assert.Equal(["MemorySourceFailed", "MemorySourceRecovered"], logger.Events);
    }

    private static void AskElsewhere(Func<object> ask) =>
        Assert.True(Task.Run(ask).Wait(s_enough), "a lock was held");

    private sealed class AskingPolicy : GcPolicy
    {
        public Func<object> Ask { get; set; } = static () => "";

        public int Calls { get; private set; }

        internal override GcDecision Decide(CollectionBoundary boundary, in MemorySample sample, in CollectionProgress sinceCollection)
        {
            Calls++;
            AskElsewhere(Ask);
            return GcDecision.None;
        }
    }

    private sealed class AskingLogger : ILogger
    {
        public Func<object> Ask { get; set; } = static () => "";

        public List<string?> Events { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Events.Add(eventId.Name);
            AskElsewhere(Ask);
        }
    }
}
