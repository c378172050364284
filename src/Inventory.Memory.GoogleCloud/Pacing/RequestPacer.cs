using Inventory.Memory.GoogleCloud.Http;

namespace Inventory.Memory.GoogleCloud.Pacing;

/// <summary>
/// Slows requests down before a quota is used up: a bucket for each API and project, as Google counts; some requests take
/// more of it than others.
/// </summary>
/// <remarks>Holds a bounded number of buckets: the one that was idle longest goes first. Safe for concurrent use.</remarks>
internal sealed class RequestPacer
{
    /// <summary>More than are in use at a time by far: a run goes from project to project. 64 KiB.</summary>
    public const int MaxBuckets = 256;

    private readonly int _perMinute;
    private readonly TimeProvider _time;
    private readonly Dictionary<(string Host, string Consumer), AdaptiveRateLimiter> _buckets = [];
    private readonly Lock _lock = new();

    public RequestPacer(GoogleCloudOptions options, TimeProvider time)
    {
        _perMinute = options.RequestsPerMinute ?? (Endpoint.IsLoopback(options) ? 0 : GoogleCloudOptions.DefaultRequestsPerMinute);
        _time = time;
    }

    /// <summary>Buckets held at this moment.</summary>
    public int Buckets
    {
        get
        {
            lock (_lock)
            {
                return _buckets.Count;
            }
        }
    }

    /// <summary>Waits until a request may be sent; usually not at all.</summary>
    public ValueTask WaitAsync(ApiCall call, CancellationToken cancellationToken)
    {
        if (_perMinute == 0)
        {
            return default;
        }

        var bucket = BucketOf(call);
        if (bucket.AttemptAcquire(call.QuotaCost).IsAcquired)
        {
            return default;
        }

        return WaitAsync(bucket, call, cancellationToken);
    }

    /// <summary>The server has answered that a quota is used up.</summary>
    public void Slow(ApiCall call)
    {
        if (_perMinute > 0)
        {
            BucketOf(call).Slow();
        }
    }

    private async ValueTask WaitAsync(AdaptiveRateLimiter bucket, ApiCall call, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        using var lease = await bucket.AcquireAsync(call.QuotaCost, cancellationToken).ConfigureAwait(false);
        call.AddWait(_time.GetElapsedTime(began));
    }

    internal AdaptiveRateLimiter BucketOf(ApiCall call)
    {
        lock (_lock)
        {
            var key = (call.Host, call.Consumer);
            if (!_buckets.TryGetValue(key, out var bucket))
            {
                if (_buckets.Count == MaxBuckets)
                {
                    _buckets.Remove(_buckets.MaxBy(entry => entry.Value.IdleDuration).Key);
                }

                _buckets.Add(key, bucket = new AdaptiveRateLimiter(_perMinute, _time));
            }

            return bucket;
        }
    }
}
