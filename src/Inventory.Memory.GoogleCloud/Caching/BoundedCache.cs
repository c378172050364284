using Inventory.Memory.Pressure;
using Microsoft.Extensions.Caching.Memory;

namespace Inventory.Memory.GoogleCloud.Caching;

/// <summary>
/// What the provider was told and may need again, such as the locations of a project: at most so many bytes, the least
/// recently used let go first, nothing older than its lifetime, and less of it when memory is scarce. What is gone is
/// asked for again. Thread-safe.
/// </summary>
internal sealed class BoundedCache : ITrimmable, IDisposable
{
    /// <summary>What an entry costs beside its value: the cache's own objects, a short key. Measured: 350 to 450.</summary>
    public const int EntryBytes = 512;

    /// <summary>The share that makes room: a quarter, so that room is made once for many entries, not for each.</summary>
    private const double RoomShare = 0.25;

    private readonly MemoryCache _cache;
    private readonly long _limitBytes;
    private readonly Lock _lock = new();

    /// <param name="limitBytes">The most bytes that are kept; 0 keeps nothing.</param>
    /// <param name="time">The clock of lifetimes.</param>
    public BoundedCache(long limitBytes, TimeProvider time)
    {
        _limitBytes = limitBytes;
        _cache = new MemoryCache(new MemoryCacheOptions
        {
            SizeLimit = limitBytes,
            TrackStatistics = true, // the only way to its size
            Clock = new Clock(time),
        });
    }

    /// <summary>Bytes that are kept, by the sizes that were given.</summary>
    public long Bytes => _cache.GetCurrentStatistics()!.CurrentEstimatedSize!.Value;

    /// <summary>Answers what is kept under a key; null if it is not there any more, or is of another kind.</summary>
    public T? Find<T>(string key)
        where T : class => _cache.Get(key) as T;

    /// <summary>Keeps a value, unless it alone is over the limit.</summary>
    /// <param name="key">Under which it is found.</param>
    /// <param name="value">Must not change any more.</param>
    /// <param name="bytes">How much memory the value holds, without <see cref="EntryBytes"/>.</param>
    /// <param name="lifetime">How long it may be used.</param>
    public void Keep(string key, object value, long bytes, TimeSpan lifetime)
    {
        var size = EntryBytes + bytes;
        if (size > _limitBytes)
        {
            return;
        }

        lock (_lock)
        {
            // By itself the cache would refuse the new entry, and make room later, on another thread.
            for (var share = RoomShare; Bytes > _limitBytes - size && share <= 1; share *= 2)
            {
                _cache.Compact(share);
            }

            _cache.Set(key, value, new MemoryCacheEntryOptions { Size = size, AbsoluteExpirationRelativeToNow = lifetime });
        }
    }

    /// <summary>Half of the entries at critical, all at exhausted.</summary>
    public long Trim(PressureLevel level)
    {
        lock (_lock)
        {
            var before = Bytes;
            _cache.Compact(level >= PressureLevel.Exhausted ? 1 : 0.5);
            return before - Bytes;
        }
    }

    public void Dispose() => _cache.Dispose();

    private sealed class Clock(TimeProvider time) : Microsoft.Extensions.Internal.ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
