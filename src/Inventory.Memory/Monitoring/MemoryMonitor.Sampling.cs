namespace Inventory.Memory.Monitoring;

public sealed partial class MemoryMonitor
{
    private const double FarBelow = 0.50, NearRatio = 0.80, AtRatio = 0.90;
    private static readonly TimeSpan s_shortestInterval = TimeSpan.FromMilliseconds(10);
    private ITimer? _timer;
    private int _samplers;
    private List<ProbeNotice>? _notices;

    /// <summary>
    /// Samples in the background, more often near a limit. Calls may overlap: it goes on until the last of the returned
    /// objects is disposed.
    /// </summary>
    /// <returns>What ends the sampling when disposed; owned by the caller.</returns>
    /// <exception cref="ObjectDisposedException">The monitor is disposed.</exception>
    public IDisposable StartSampling()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_lock)
        {
            _timer ??= CreateTimer();
            if (_samplers++ == 0)
                Arm();
        }

        return new Sampler(this);
    }

    private void SampleLocked(bool force)
    {
        if (_disposed)
            return;
        var now = _time.GetElapsedTime(_start);
        foreach (var probe in _probes)
        {
            var notice = probe.Poll(_reading, now, force);
            if (notice.Source is not null)
                (_notices ??= []).Add(notice); // at most one a probe: reported when the lock is left
        }

        _gauges.Update(_reading);
        _latest = ToSample(_reading, _time.GetUtcNow(), _gauges.Pressing);
        _total.Add(now, _reading.Rss);
        foreach (var session in _sessions)
            session.Accumulator.Add(now, _reading.Rss);
    }

    /// <summary>The lock around <see cref="SampleLocked"/>; what is to be logged is logged after it.</summary>
    private Sampling Enter()
    {
        _lock.Enter();
        return new(this);
    }

    internal TimeSpan IntervalFor(double ratio)
    {
        var interval = ratio >= AtRatio ? _options.SamplingInterval / 10
            : ratio >= NearRatio ? _options.SamplingInterval / 4
            : _options.SamplingInterval;
        return interval < s_shortestInterval ? s_shortestInterval : interval;
    }

    /// <summary>The timer must not keep the caller's async-local values alive.</summary>
    private ITimer CreateTimer()
    {
        using (ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow() as IDisposable)
        {
            return _time.CreateTimer(
                static state => ((MemoryMonitor)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>One shot at a time: a late timer never piles up ticks.</summary>
    private void Arm() => _timer?.Change(IntervalFor(_latest.Pressing.Ratio), Timeout.InfiniteTimeSpan);

    private void Tick()
    {
        using (Enter())
        {
            if (_disposed || _samplers == 0)
                return;
            SampleLocked(force: false);
            Arm();
        }
    }

    private void StopSampler()
    {
        lock (_lock)
        {
            if (--_samplers == 0 && !_disposed)
                _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private readonly ref struct Sampling(MemoryMonitor monitor)
    {
        public void Dispose()
        {
            var notices = monitor._notices;
            monitor._notices = null;
            monitor._lock.Exit();
            if (notices is null)
                return;
            foreach (var notice in notices)
                notice.Log(monitor._logger);
        }
    }

    private sealed class Sampler(MemoryMonitor monitor) : IDisposable
    {
        private MemoryMonitor? _monitor = monitor;

        public void Dispose() => Interlocked.Exchange(ref _monitor, null)?.StopSampler();
    }
}
