using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Inventory.Memory.Diagnostics;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Reliability;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Tests.Retries;

/// <summary>What happens between a failure and its end, over real sockets; waits are skipped by the clock.</summary>
public sealed class RetryTests
{
    private const string Page = """{"items":[{"name":"a"},{"name":"b"}]}""";
    private static readonly Reply s_unavailable = Reply.Json("", 503);

    [Fact]
    public async Task Collect_FailsTwice_IsInSummaryAndComplete()
    {
        var clock = new SkippingClock();
        await using var server = Script(s_unavailable, s_unavailable, Reply.Json(Page));
        var collected = await CollectAsync(server, clock);
        Assert.Equal((RunState.Complete, 2L, 3L, 2L), (collected.Summary.State, collected.Summary.Resources, collected.Summary.Requests, collected.Summary.Retries));
        Assert.Equal(2, clock.Waits.Count);
        Assert.Equal(clock.Waits.Sum(wait => wait.TotalSeconds), collected.Summary.Waited.TotalSeconds, 0.01);
    }

    [Fact]
    public async Task Collect_FailsTwice_IsInMetrics()
    {
        using var meters = new OwnMeters();
        var sums = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Scope == meters)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.Start();
        var clock = new SkippingClock();
        await using var server = Script(s_unavailable, s_unavailable, Reply.Json(Page));
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = server.Address }, null, null, clock, null);
        var sources = inventory.GetSourcesAsync(new() { Projects = ["p1"], Types = ["compute.snapshots"] }, TestContext.Current.CancellationToken);
        Assert.Equal(2, await new SequentialCollector(meterFactory: meters).Collect(new CollectionRequest(sources)).CountAsync(TestContext.Current.CancellationToken));

        Assert.Equal(2, sums[InventoryDiagnostics.RetriesInstrument]);
        Assert.Equal(clock.Waits.Sum(wait => wait.TotalSeconds), sums[InventoryDiagnostics.WaitsInstrument], 0.01);
    }

    [Fact]
    public async Task Collect_FailsAlways_BacksOffLongerAndLonger()
    {
        var clock = new SkippingClock();
        await using var server = new ScriptedHttpServer(_ => s_unavailable);
        var collected = await CollectAsync(server, clock, options => options.MaxAttempts = 12);
        var error = Assert.Single(collected.Errors);
        Assert.Equal((12, "http503"), (error.Attempts, error.Reason));
        Assert.EndsWith("Given up after 12 attempts.", error.Message, StringComparison.Ordinal);
        Assert.Equal(11, clock.Waits.Count);
        Assert.InRange(clock.Waits.Sum(wait => wait.TotalSeconds), 30, 11 * 32);
        Assert.All(clock.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(32)));
    }

    [Fact]
    public async Task Collect_RetryTimeout_EndsBeforeTheAttemptsDo()
    {
        var clock = new SkippingClock();
        await using var server = new ScriptedHttpServer(_ => s_unavailable);
        var collected = await CollectAsync(server, clock, options => (options.MaxAttempts, options.RetryTimeout) = (100, TimeSpan.FromMinutes(2)));
        Assert.InRange(clock.Waits.Sum(wait => wait.TotalSeconds), 120, 152);
        Assert.Contains("in 120 s", Assert.Single(collected.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Retry-After: 40\r\n", "", 40)]
    [InlineData("", "{\"error\":{\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"12.5s\"}]}}", 12.5)]
    [InlineData("Retry-After: 3\r\n", "{\"error\":{\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"12.5s\"}]}}", 12.5)]
    public async Task Collect_ServerSaysWhen_WaitsSoLong(string headers, string body, double seconds)
    {
        var clock = new SkippingClock();
        await using var server = Script(Reply.Json(body, 429, headers), Reply.Json(Page));
        var collected = await CollectAsync(server, clock);
        Assert.Equal(RunState.Complete, collected.Summary.State);
        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(clock.Waits));
    }

    [Fact]
    public async Task Collect_ServerSaysADate_WaitsUntilThen()
    {
        var clock = new SkippingClock();
        var date = clock.GetUtcNow().AddSeconds(90).ToString("R", CultureInfo.InvariantCulture);
        await using var server = Script(Reply.Json("", 503, $"Retry-After: {date}\r\n"), Reply.Json(Page));
        await CollectAsync(server, clock);
        Assert.InRange(Assert.Single(clock.Waits), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90));
    }

    /// <summary>The server's clock, and not this machine's, says how long it is until then, and when its minute ends.</summary>
    [Theory]
    [InlineData(503, "Retry-After: Sat, 24 Nov 2018 12:32:10 GMT\r\n", 90, 90)]
    [InlineData(503, "Retry-After: Sat, 24 Nov 2018 12:30:00 GMT\r\n", 0, 32)]
    [InlineData(429, "", 20, 21)]
    public async Task Collect_ServerHasAnotherTime_WaitsByTheServersClock(int status, string headers, double least, double most)
    {
        var clock = new SkippingClock();
        await using var server = Script(Reply.Json("", status, $"Date: Sat, 24 Nov 2018 12:30:40 GMT\r\n{headers}"), Reply.Json(Page));
        await CollectAsync(server, clock);
        Assert.InRange(Assert.Single(clock.Waits), TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most));
    }

    [Fact]
    public async Task Collect_ServerAsksForTooLong_GivesUpAtOnce()
    {
        var clock = new SkippingClock();
        await using var server = new ScriptedHttpServer(_ => Reply.Json("", 429, "Retry-After: 86400\r\n"));
        var collected = await CollectAsync(server, clock);
        Assert.Empty(clock.Waits);
        Assert.Contains("86400 s", Assert.Single(collected.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":{"errors":[{"reason":"rateLimitExceeded"}]}}""", 6)]
    [InlineData("""{"error":{"errors":[{"reason":"dailyLimitExceeded"}]}}""", 1)]
    public async Task Collect_Quota403_WaitsForTheMinuteUnlessItIsTheDays(string body, int requests)
    {
        var clock = new SkippingClock();
        await using var server = new ScriptedHttpServer(_ => Reply.Json(body, 403));
        var collected = await CollectAsync(server, clock);
        Assert.Equal(ScopeState.Failed, Assert.Single(collected.Errors).State);
        Assert.Equal(requests, server.Requests.Count);
        Assert.All(clock.Waits, wait => Assert.InRange(wait, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(61)));
    }

    [Fact]
    public async Task Collect_Cancelled_EndsInTheMiddleOfAWait()
    {
        using var cancellation = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        await using var server = new ScriptedHttpServer(_ =>
        {
            asked.TrySetResult();
            return Reply.Json("", 503, "Retry-After: 300\r\n");
        });
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = server.Address });
        var selection = new GoogleCloudSelection { Projects = ["p1"], Types = ["compute.snapshots"] };
        var run = new SequentialCollector().Collect(new CollectionRequest(inventory.GetSourcesAsync(selection, cancellation.Token)));
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in run.WithCancellation(cancellation.Token))
            {
                // Nothing comes.
            }
        });
        await asked.Task;
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Single(server.Requests);
        Assert.Equal(RunState.Cancelled, run.Summary.State);
    }

    [Fact]
    public async Task Collect_HostThatIsDown_IsSoonAskedOncePerScope()
    {
        var clock = new SkippingClock();
        await using var server = new ScriptedHttpServer(target => target.Contains("/regions?", StringComparison.Ordinal)
            ? Reply.Json($$"""{"items":[{{string.Join(',', Enumerable.Range(0, 40).Select(i => $"{{\"name\":\"r{i}\"}}"))}}]}""")
            : target.Contains("/zones?", StringComparison.Ordinal) ? Reply.Json("{}") : s_unavailable);
        var collected = await CollectAsync(server, clock, type: "regionNotificationEndpoints");
        Assert.Equal(40, collected.Errors.Count);
        Assert.InRange(collected.Summary.Retries, 20, 25);
        Assert.Contains("too much has failed", collected.Errors[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_PageFailsRepeatedly_ShrinksAndGrowsAgain()
    {
        var requests = 0;
        await using var server = new ScriptedHttpServer(target =>
        {
            requests++;
            var start = target.Contains("pageToken=", StringComparison.Ordinal) ? int.Parse(target.Split("pageToken=")[1], CultureInfo.InvariantCulture) : 0;
            var size = int.Parse(target.Split("maxResults=")[1].Split('&')[0], CultureInfo.InvariantCulture);
            var items = string.Join(',', Enumerable.Range(start, size).Select(i => $"{{\"name\":\"n{i}\"}}"));
            var reply = Reply.Json($$"""{"items":[{{items}}]{{(start + size >= 2000 ? "" : $",\"nextPageToken\":\"{start + size}\"")}}}""");
            return requests <= 3 ? reply.CutBy(20) : reply;
        });
        var collected = await CollectAsync(server, new SkippingClock(), options => options.PageSize = 400);
        Assert.Equal(RunState.Complete, collected.Summary.State);
        Assert.Equal(collected.Names.Count(), collected.Names.Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(collected.Names.Count(), 2000, 2400);
        Assert.Equal([400, 400, 200, 100, 100, 200, 400], server.Targets.Take(7).Select(target => int.Parse(target.Split("maxResults=")[1].Split('&')[0], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Collect_AnswerChangesWhileThePageIsFetchedAgain_StillEachOnce()
    {
        await using var server = Script(
            Reply.Json("""{"items":[{"name":"a","v":1},{"name":"b","v":1},{"name":"c","v":1}]}""").CutBy(12),
            Reply.Json("""{"items":[{"name":"new","v":2},{"name":"b","v":2},{"name":"a","v":2},{"name":"c","v":2}]}"""));
        var collected = await CollectAsync(server, new SkippingClock());
        Assert.Equal(["a", "b", "new", "c"], collected.Names.Select(name => name.Split('/')[^1]));
    }

    [Fact]
    public async Task Collect_PageTokensInACircle_IsAnErrorAndNothingComesTwice()
    {
        await using var server = new ScriptedHttpServer(target => Reply.Json(target switch
        {
            _ when target.Contains("pageToken=A", StringComparison.Ordinal) => """{"items":[{"name":"2"}],"nextPageToken":"B"}""",
            _ when target.Contains("pageToken=B", StringComparison.Ordinal) => """{"items":[{"name":"3"}],"nextPageToken":"A"}""",
            _ => """{"items":[{"name":"1"}],"nextPageToken":"A"}""",
        }));
        var collected = await CollectAsync(server, new SkippingClock());
        Assert.Equal(PageTokens.RepeatedReason, Assert.Single(collected.Errors).Reason);
        Assert.Equal(["1", "2", "3"], collected.Names.Select(name => name.Split('/')[^1]));
    }

    [Fact]
    public async Task Collect_EmptyPagesWithoutAnEnd_IsAnErrorAndTheRunGoesOn()
    {
        var page = 0;
        await using var server = new ScriptedHttpServer(target => Reply.Json(
            target.Contains("/snapshots", StringComparison.Ordinal) ? $$"""{"nextPageToken":"{{page++}}"}""" : Page));
        var collected = await CollectAsync(server, new SkippingClock(), type: "s[na]*", more: selection => selection.Types = ["compute.snapshots", "networks"]);
        Assert.Equal("endlessEmptyPages", Assert.Single(collected.Errors).Reason);
        Assert.Equal(2, collected.Names.Count());
        Assert.InRange(page, 1000, 1002);
    }

    /// <summary>Meters that no other test sees.</summary>
    private sealed class OwnMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options)
        {
            options.Scope = this;
            return new Meter(options);
        }

        public void Dispose()
        {
        }
    }

    private static ScriptedHttpServer Script(params Reply[] replies)
    {
        var next = -1;
        return new(_ => replies[Math.Min(Interlocked.Increment(ref next), replies.Length - 1)]);
    }

    private static Task<Collected> CollectAsync(
        ScriptedHttpServer server, SkippingClock clock, Action<GoogleCloudOptions>? configure = null, string type = "compute.snapshots", Action<GoogleCloudSelection>? more = null) =>
        Collected.FromAsync(
            server,
            type,
            more,
            options =>
            {
                options.MaxAttempts = GoogleCloudOptions.DefaultMaxAttempts;
                configure?.Invoke(options);
            },
            clock);
}
