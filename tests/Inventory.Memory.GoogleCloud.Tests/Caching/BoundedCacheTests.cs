using Inventory.Memory.GoogleCloud.Caching;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.Pressure;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.GoogleCloud.Tests.Caching;

public sealed class BoundedCacheTests : IDisposable
{
    private const int Size = 1000 - BoundedCache.EntryBytes;
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private readonly FakeTimeProvider _time = new();
    private readonly BoundedCache _cache;

    public BoundedCacheTests() => _cache = new BoundedCache(8000, _time);

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void Keep_MoreThanTheLimit_LetsGoOfTheLeastRecentlyUsed()
    {
        Fill(8);
        Assert.Equal("0", _cache.Find<string>("0")); // used: the next oldest goes
        _time.Advance(TimeSpan.FromSeconds(1));

        _cache.Keep("new", "new", Size, s_hour);

        Assert.Equal("new", _cache.Find<string>("new"));
        Assert.Equal("0", _cache.Find<string>("0"));
        Assert.Null(_cache.Find<string>("1"));
        Assert.Equal("7", _cache.Find<string>("7"));
        Assert.InRange(_cache.Bytes, 1, 8000);
    }

    [Fact]
    public void Keep_AnEntryThatNeedsAllRoom_GetsIt()
    {
        Fill(8);
        _cache.Keep("large", "large", 8000 - BoundedCache.EntryBytes, s_hour);
        Assert.Equal("large", _cache.Find<string>("large"));
        Assert.Equal(8000, _cache.Bytes);
    }

    [Fact]
    public void Keep_OverTheLimitAlone_KeepsTheOthers()
    {
        Fill(8);
        _cache.Keep("large", "large", 8000, s_hour);
        Assert.Null(_cache.Find<string>("large"));
        Assert.Equal(8000, _cache.Bytes);
    }

    [Fact]
    public void Find_AfterItsLifetime_IsGone()
    {
        Fill(1);
        _time.Advance(s_hour);
        Assert.Null(_cache.Find<string>("0"));
    }

    [Fact]
    public void Find_AnotherKind_IsNull()
    {
        Fill(1);
        Assert.Null(_cache.Find<LocationNames>("0"));
    }

    [Theory]
    [InlineData(PressureLevel.Critical, 4000)]
    [InlineData(PressureLevel.Exhausted, 8000)]
    public void Trim_ByLevel_SaysWhatItLetGo(PressureLevel level, long expected)
    {
        Fill(8);
        Assert.Equal(expected, _cache.Trim(level));
        Assert.Equal(8000 - expected, _cache.Bytes);
    }

    [Fact]
    public void Keep_LimitOfZero_KeepsNothing()
    {
        using var cache = new BoundedCache(0, _time);
        cache.Keep("a", "a", 0, s_hour);
        Assert.Null(cache.Find<string>("a"));
    }

    [Fact]
    public void Keep_FromManyThreads_StaysWithinTheLimit()
    {
        Parallel.For(0, 10_000, i =>
        {
            _cache.Keep(i.ToString(), "x", Size, s_hour);
            Assert.InRange(_cache.Bytes, 0, 8000);
        });
        Assert.InRange(_cache.Bytes, 1000, 8000);
    }

    private void Fill(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _cache.Keep(i.ToString(), i.ToString(), Size, s_hour);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
