using System.Threading.RateLimiting;

namespace Inventory.Memory.GoogleCloud.Pacing;

/// <summary>
/// A token bucket whose rate follows what the server says: a quota answer halves it, once a minute; time without one brings it back.
/// Waiters are served in the order in which they came.
/// </summary>
/// <remarks>The rate limiters of the framework have a fixed rate and their own clock. Safe for concurrent use.</remarks>
internal sealed class AdaptiveRateLimiter : RateLimiter
{
    /// <summary>A burst may take what ten seconds bring: a project's first calls need not wait.</summary>
    private static readonly TimeSpan s_burst = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A quota counts a minute: that it is used up, all requests hear that are in flight then, and those that come before
    /// it refills. It is one piece of news, however many answers bring it.
    /// </summary>
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    /// <summary>From half the rate back to the whole one takes ten minutes without a quota answer.</summary>
    private static readonly TimeSpan s_recovery = TimeSpan.FromMinutes(20);

    /// <summary>Even a quota that others use up gives one request in a minute or so.</summary>
    private const double LeastShare = 1.0 / 1024;

    private readonly TimeProvider _time;
    private readonly double _fullRate;
    private readonly Lock _lock = new();
    private double _rate;
    private double _tokens;
    private long _last;
    private long _used;
    private long? _slowed;

    /// <param name="perMinute">Permits a minute at most.</param>
    /// <param name="time">The clock.</param>
    public AdaptiveRateLimiter(int perMinute, TimeProvider time)
    {
        _time = time;
        _fullRate = _rate = perMinute / TimeSpan.FromMinutes(1).TotalSeconds;
        _tokens = Capacity;
        _last = _used = time.GetTimestamp();
    }

    /// <summary>How long nobody has asked.</summary>
    public override TimeSpan? IdleDuration => _time.GetElapsedTime(Volatile.Read(ref _used));

    /// <summary>Permits a second at this moment.</summary>
    public double Rate
    {
        get
        {
            lock (_lock)
            {
                ReplenishLocked();
                return _rate;
            }
        }
    }

    private double Capacity => Math.Max(1, _rate * s_burst.TotalSeconds);

    /// <summary>The server has said that it was too much.</summary>
    public void Slow()
    {
        lock (_lock)
        {
            ReplenishLocked();
            if (_slowed is { } slowed && _time.GetElapsedTime(slowed, _last) < s_window)
            {
                return;
            }

            _slowed = _last;
            _rate = Math.Max(_rate / 2, _fullRate * LeastShare);
            _tokens = Math.Min(_tokens, 0);
        }
    }

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_lock)
        {
            ReplenishLocked();
            if (_tokens < permitCount)
            {
                return Lease.Refused;
            }

            _tokens -= permitCount;
            return Lease.Granted;
        }
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        var wait = Reserve(permitCount);
        if (wait > TimeSpan.Zero)
        {
            try
            {
                await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                GiveBack(permitCount);
                throw;
            }
        }

        return Lease.Granted;
    }

    /// <summary>Takes permits, from the future if need be: what is owed is how long to wait.</summary>
    private TimeSpan Reserve(int permits)
    {
        lock (_lock)
        {
            ReplenishLocked();
            _tokens -= permits;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / _rate);
        }
    }

    private void GiveBack(int permits)
    {
        lock (_lock)
        {
            _tokens += permits;
        }
    }

    private void ReplenishLocked()
    {
        var now = _time.GetTimestamp();
        var seconds = _time.GetElapsedTime(_last, now).TotalSeconds;
        _last = now;
        Volatile.Write(ref _used, now);
        _rate = Math.Min(_fullRate, _rate + (_fullRate * seconds / s_recovery.TotalSeconds));
        _tokens = Math.Min(Capacity, _tokens + (seconds * _rate));
    }

    private sealed class Lease(bool isAcquired) : RateLimitLease
    {
        public static Lease Granted { get; } = new(true);

        public static Lease Refused { get; } = new(false);

        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
