using CsCheck;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Tests.Monitoring.Linux;
using Inventory.Memory.Tests.Shared;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.Tests.Monitoring;

public sealed class MemoryMonitorTests
{
    private const long MiB = 1L << 20;
    private readonly JumpyTimeProvider _time = new();
    private readonly FakeProbe _probe = FakeProbe.WithRss(10 * MiB);
    private readonly FakeLogger _logger = new();

    [Fact]
    public void Record_OnThisMachine_AgreesWithTheKernel()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "compares with /proc");
        using var monitor = new MemoryMonitor();

        var sample = monitor.Record();
        var status = File.ReadAllLines("/proc/self/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var rss = long.Parse(status.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024;

        Assert.InRange(sample.RssBytes, rss * 8 / 10, rss * 12 / 10);
        Assert.InRange(sample.AnonymousBytes, 1, sample.RssBytes);
        Assert.True(monitor.GetStatistics().HighWaterBytes >= sample.RssBytes);
        Assert.InRange(sample.HostAvailableBytes, MiB, 1L << 50);
        Assert.InRange(sample.HeapBytes, 1, sample.CommittedBytes);
    }

    [Fact]
    public void Record_NoCollectionSinceTheLast_AllocatesNothing()
    {
        using var monitor = new MemoryMonitor();
        using var session = monitor.BeginSession();
        for (var i = 0; i < 100; i++)
            monitor.Record();
        var allocation = new LeastAllocation();
        while (allocation.GoOn())
        {
            for (var i = 0; i < 1000; i++)
                monitor.Record();
        }

        Assert.Equal(0, allocation.Bytes);
    }

    [Fact]
    public void Record_EverySourceDue_AllocatesNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        using var monitor = new MemoryMonitor();
        for (var i = 0; i < 10; i++)
            monitor.Sample(force: true);
        var allocation = new LeastAllocation();
        while (allocation.GoOn())
            monitor.Sample(force: true);
        Assert.Equal(0, allocation.Bytes);
    }

    [Fact]
    public void GetStatistics_Average_IsWeightedByTime()
    {
        using var monitor = Monitor();
        Sample(monitor, 10, TimeSpan.Zero);
        Sample(monitor, 10, TimeSpan.FromSeconds(9));
        Sample(monitor, 30, TimeSpan.FromSeconds(1)); // many samples in a burst must not outweigh the nine quiet seconds
        for (var i = 0; i < 50; i++)
            Sample(monitor, 30, TimeSpan.FromMilliseconds(1));

        var statistics = monitor.GetStatistics();

        Assert.Equal((30 * MiB, 10 * MiB), (statistics.PeakBytes, statistics.MinimumBytes));
        Assert.InRange(statistics.AverageBytes, 10.9 * MiB, 11.2 * MiB);
        Assert.InRange(statistics.Percentile50Bytes, 10 * MiB, 10.2 * MiB);
        Assert.Equal(54, statistics.Samples); // 53 and the one that GetStatistics takes
    }

    [Fact]
    public void ToString_Statistics_AreTheLineOfTheGuide()
    {
        using var monitor = Monitor();
        Sample(monitor, 41.2, TimeSpan.Zero);
        Sample(monitor, 30.1, TimeSpan.FromSeconds(1));
        monitor.LogSummary();

        const string expected = "Memory Summary - Peak: 41.2MiB, Avg: 35.6MiB, Min: 30.1MiB";
        Assert.Equal(expected, monitor.GetStatistics().ToString());
        Assert.Equal(expected, _logger.LatestRecord.Message);
    }

    [Fact]
    public void GetStatistics_AnySamples_KeepTheirOrder() =>
        Gen.Select(Gen.Long[1, 2048], Gen.Int[0, 120_000]).Array[1, 200].Sample(steps =>
        {
            // CsCheck runs this on several threads: everything is the step's own.
            var (time, probe) = (new FakeTimeProvider(), new FakeProbe());
            using var monitor = new MemoryMonitor([probe], null, time);
            foreach (var (size, milliseconds) in steps)
            {
                time.Advance(TimeSpan.FromMilliseconds(milliseconds));
                probe.Values = reading => reading.Rss = size * MiB;
                monitor.Record();
            }

            var s = monitor.GetStatistics();
            Assert.True(s.MinimumBytes <= s.AverageBytes && s.AverageBytes <= s.PeakBytes);
            Assert.True(s.MinimumBytes <= s.Percentile50Bytes && s.Percentile50Bytes <= s.Percentile95Bytes);
            Assert.True(s.Percentile95Bytes <= s.Percentile99Bytes && s.Percentile99Bytes <= s.PeakBytes);
            Assert.Equal(steps.Max(static step => step.Item1) * MiB, s.PeakBytes);
            Assert.Equal(s.PeakBytes, s.History.Max(static point => point.RssBytes));
        });

    [Fact]
    public void GetStatistics_AfterHours_HistoryStaysBoundedAndKeepsThePeak()
    {
        using var monitor = Monitor();
        for (var i = 0; i < 100_000; i++)
            Sample(monitor, i == 777 ? 99 : 10, TimeSpan.FromMilliseconds(100));

        var history = monitor.GetStatistics().History;

        Assert.InRange(history.Count, 128, 256);
        Assert.Equal(99 * MiB, history.Max(static point => point.RssBytes));
        Assert.Equal(TimeSpan.Zero, history[0].Elapsed);
        Assert.InRange(history[^1].Elapsed, TimeSpan.FromSeconds(9_800), TimeSpan.FromSeconds(10_001));
    }

    [Fact]
    public void Record_MachineSleptForHours_WeighsTheGapAsAMinute()
    {
        using var monitor = Monitor();
        Sample(monitor, 10, TimeSpan.Zero);
        Sample(monitor, 10, TimeSpan.FromHours(8));
        Sample(monitor, 20, TimeSpan.Zero);
        Sample(monitor, 20, TimeSpan.FromMinutes(1));

        Assert.InRange(monitor.GetStatistics().AverageBytes, 14.9 * MiB, 15.1 * MiB);
    }

    [Fact]
    public void Record_WallClockSetBack_DoesNotTouchTheStatistics()
    {
        using var monitor = Monitor();
        Sample(monitor, 10, TimeSpan.Zero);
        Sample(monitor, 20, TimeSpan.FromSeconds(1));
        _time.WallClockOffset = -TimeSpan.FromDays(3);
        Sample(monitor, 20, TimeSpan.FromSeconds(1));

        var statistics = monitor.GetStatistics();

        Assert.InRange(statistics.AverageBytes, 17.4 * MiB, 17.6 * MiB);
        Assert.Equal(TimeSpan.FromSeconds(2), statistics.History[^1].Elapsed);
    }

    [Fact]
    public void GetStatistics_GrowingMemory_TellsTheRate()
    {
        using var monitor = Monitor();
        for (var i = 0; i < 300; i++)
            Sample(monitor, 10 + (i / 10.0), TimeSpan.FromMilliseconds(100));

        Assert.InRange(monitor.GetStatistics().GrowthBytesPerSecond, 0.95 * MiB, 1.05 * MiB);
    }

    [Fact]
    public void BeginSession_SeveralRuns_EachHasItsOwnStatistics()
    {
        using var monitor = Monitor();
        Sample(monitor, 50, TimeSpan.FromSeconds(1));
        _probe.Values = static reading => reading.Rss = 20 * MiB;
        using var first = monitor.BeginSession();
        Sample(monitor, 30, TimeSpan.FromSeconds(1));
        var second = monitor.BeginSession();
        Sample(monitor, 40, TimeSpan.FromSeconds(1));
        second.Dispose();
        second.Dispose();
        Sample(monitor, 60, TimeSpan.FromSeconds(1));

        Assert.Equal((20 * MiB, 60 * MiB), (first.GetStatistics().MinimumBytes, first.PeakBytes));
        Assert.Equal((30 * MiB, 40 * MiB), (second.GetStatistics().MinimumBytes, second.PeakBytes));
        Assert.Equal(20 * MiB, monitor.GetStatistics().MinimumBytes);
    }

    [Fact]
    public void Record_SourceThatThrows_IsLoggedOnceBackedOffAndRecovers()
    {
        using var monitor = Monitor();
        _probe.Throws = new IOException("No such device");
        for (var i = 0; i < 1000; i++)
            Sample(monitor, 10, TimeSpan.FromMilliseconds(100));
        var reads = _probe.Reads;
        Assert.Equal(0, monitor.Latest.RssBytes); // not the last value: it would look like a reading
        _probe.Throws = null;
        Sample(monitor, 10, MemoryProbe.LongestBackOff);

        Assert.InRange(reads, 5, 15); // of 1,000
        Assert.Equal(10 * MiB, monitor.Latest.RssBytes);
        Assert.Equal("MemorySourceFailed MemorySourceRecovered", string.Join(" ", _logger.Collector.GetSnapshot().Select(static record => record.Id.Name)));
    }

    [Fact]
    public void StartSampling_TwoSamplers_GoesOnUntilTheLastEnds()
    {
        using var monitor = Monitor();
        var first = monitor.StartSampling();
        var second = monitor.StartSampling();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        first.Dispose();
        first.Dispose();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        var sampled = _probe.Reads;
        second.Dispose();
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(2, sampled);
        Assert.Equal(2, _probe.Reads);
    }

    [Theory]
    [InlineData(50, 1)]
    [InlineData(85, 4)]
    [InlineData(95, 10)]
    public void StartSampling_NearALimit_IsFaster(long usedPercent, int expected)
    {
        _probe.Values = reading => reading.Rss = usedPercent * MiB;
        using var monitor = Monitor(new() { LimitBytes = 100 * MiB });
        monitor.Record();
        using var sampler = monitor.StartSampling();
        var before = _probe.Reads;
        for (var i = 0; i < 100; i++)
            _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(expected, _probe.Reads - before);
    }

    [Fact]
    public void StartSampling_SourceThrows_GoesOn()
    {
        using var monitor = Monitor();
        using var sampler = monitor.StartSampling();
        _probe.Throws = new InvalidOperationException("broken");
        _time.Advance(TimeSpan.FromMilliseconds(100));
        _probe.Throws = null;
        for (var i = 0; i < 10; i++)
            _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(10 * MiB, monitor.Latest.RssBytes);
    }

    [Fact]
    public void Dispose_WhileSampling_EndsItAndKeepsTheStatistics()
    {
        var monitor = Monitor();
        var sampler = monitor.StartSampling();
        monitor.Record();
        monitor.Dispose();
        monitor.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        sampler.Dispose();

        Assert.Equal(1, _probe.Reads);
        Assert.Equal(10 * MiB, monitor.GetStatistics().PeakBytes);
        Assert.Throws<ObjectDisposedException>(() => monitor.Record());
    }

    [Fact]
    public async Task Record_FromManyThreads_CountsEverySample()
    {
        using var monitor = Monitor();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            using var session = monitor.BeginSession();
            for (var i = 0; i < 1000; i++)
                monitor.Record();
            Assert.True(session.GetStatistics().Samples >= 1001);
        })));

        Assert.Equal((8 * 1003) + 1, monitor.GetStatistics().Samples); // begin, 1,000, statistics, end
    }

    [Theory]
    [InlineData(0L, null, "LimitBytes must be above 0")]
    [InlineData(null, 101.0, "LimitPercent must be above 0 and at most 100")]
    [InlineData(null, double.NaN, "LimitPercent must be above 0 and at most 100")]
    public void Constructor_BadOption_NamesPropertyAndRule(long? bytes, double? percent, string message)
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => Monitor(new() { LimitBytes = bytes, LimitPercent = percent }));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private MemoryMonitor Monitor(MemoryMonitorOptions? options = null) => new([_probe], options, _time, _logger);

    private void Sample(MemoryMonitor monitor, double mebibytes, TimeSpan after)
    {
        _time.Advance(after);
        _probe.Values = reading => reading.Rss = (long)(mebibytes * MiB);
        monitor.Record();
    }
}
