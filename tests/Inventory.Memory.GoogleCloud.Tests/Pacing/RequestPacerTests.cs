using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.GoogleCloud.Pacing;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.GoogleCloud.Tests.Pacing;

public sealed class RequestPacerTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Wait_Burst_PassesAndThenWaits()
    {
        var pacer = Create(perMinute: 60);
        Assert.Equal(10, await PassingAsync(pacer, Call("p")));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(3, await PassingAsync(pacer, Call("p")));
    }

    [Fact]
    public async Task Wait_OtherProjectOrApi_HasItsOwnBucket()
    {
        var pacer = Create(perMinute: 60);
        await PassingAsync(pacer, Call("p"));
        Assert.Equal(10, await PassingAsync(pacer, Call("q")));
        Assert.Equal(10, await PassingAsync(pacer, new ApiCall("p", "other.googleapis.com:443")));
    }

    [Fact]
    public async Task Wait_Exhausted_EndsWhenTheTokenIsThere()
    {
        var pacer = Create(perMinute: 60);
        var call = Call("p");
        await PassingAsync(pacer, call);
        var waiting = pacer.WaitAsync(call, TestContext.Current.CancellationToken).AsTask();
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await waiting;
        Assert.InRange(call.Waited, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.2));
    }

    [Fact]
    public async Task Wait_Cancelled_EndsAtOnceAndGivesItsPlaceBack()
    {
        var pacer = Create(perMinute: 60);
        await PassingAsync(pacer, Call("p"));
        using var cancellation = new CancellationTokenSource();
        var waiting = pacer.WaitAsync(Call("p"), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await PassingAsync(pacer, Call("p")));
    }

    [Fact]
    public async Task Slow_QuotaAnswers_HalveTheRateAndTimeBringsItBack()
    {
        var pacer = Create(perMinute: 60);
        var bucket = pacer.BucketOf(Call("p"));
        pacer.Slow(Call("p"));
        Assert.Equal(0.5, bucket.Rate, 0.01);
        Assert.Equal(0, await PassingAsync(pacer, Call("p")));
        pacer.Slow(Call("p"));
        Assert.Equal(0.25, bucket.Rate, 0.01);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0.5, bucket.Rate, 0.01);
        _time.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(1, bucket.Rate, 0.01);
    }

    [Fact]
    public void Slow_ForEver_LeavesSomething()
    {
        var pacer = Create(perMinute: 60);
        for (var answer = 0; answer < 1000; answer++)
        {
            pacer.Slow(Call("p"));
        }

        Assert.InRange(pacer.BucketOf(Call("p")).Rate, 1 / 2000.0, 1 / 500.0);
    }

    [Fact]
    public async Task Buckets_FiveThousandProjects_AreBounded()
    {
        var pacer = Create(perMinute: 60);
        for (var project = 0; project < 5000; project++)
        {
            await PassingAsync(pacer, Call($"p{project}"));
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(RequestPacer.MaxBuckets, pacer.Buckets);
        Assert.Equal(0, await PassingAsync(pacer, Call("p4999")));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", null, false)]
    [InlineData("https://{service}.googleapis.com", null, true)]
    [InlineData("https://{service}.googleapis.com", 0, false)]
    [InlineData("http://127.0.0.1:1", 60, true)]
    public async Task Create_Defaults_PaceGoogleAndNotLoopback(string endpoint, int? perMinute, bool paces)
    {
        var pacer = new RequestPacer(new GoogleCloudOptions { Endpoint = endpoint, RequestsPerMinute = perMinute }, _time);
        Assert.Equal(paces, await PassingAsync(pacer, Call("p")) < 1000);
    }

    private RequestPacer Create(int perMinute) => new(new GoogleCloudOptions { RequestsPerMinute = perMinute }, _time);

    private static ApiCall Call(string project) => new(project, "compute.googleapis.com:443");

    /// <summary>How many requests pass without waiting.</summary>
    private static async Task<int> PassingAsync(RequestPacer pacer, ApiCall call)
    {
        using var cancellation = new CancellationTokenSource();
        for (var passed = 0; passed < 1000; passed++)
        {
            var waiting = pacer.WaitAsync(call, cancellation.Token).AsTask();
            if (!waiting.IsCompletedSuccessfully)
            {
                // Its place must have been given back before anything else is asked.
                await cancellation.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
                return passed;
            }
        }

        return 1000;
    }
}
