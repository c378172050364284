using System.Collections.Concurrent;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

public sealed class LookAheadTests
{
    private static readonly GoogleCloudSelection s_zones = new() { Projects = ["p1"], Types = ["compute.instances"], Locations = ["us-*"] };

    /// <summary>With 7 connections one may run ahead, with 6, the least, none.</summary>
    [Theory]
    [InlineData(16)]
    [InlineData(7)]
    [InlineData(6)]
    public async Task Collect_WhateverThePool_GivesTheSameInTheSameOrder(int connections)
    {
        await using var emulator = await StartAsync();
        var one = await CollectAsync(emulator, connections, lookAhead: 0);
        var ahead = await CollectAsync(emulator, connections, lookAhead: 32);
        Assert.Equal(one.Names, ahead.Names);
        Assert.Equal((RunState.Complete, one.Summary.Requests), (ahead.Summary.State, ahead.Summary.Requests));
        Assert.True(one.Records.Count > 100);
    }

    [Fact]
    public async Task EndAhead_BeforeAndAfterTheAnswer_TheScopeIsReadAllTheSame()
    {
        await using var emulator = await StartAsync();
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = emulator.Endpoint.ToString() });
        var source = await inventory.GetSourcesAsync(s_zones, TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken);
        var scope = await source.GetScopesAsync(TestContext.Current.CancellationToken).FirstAsync(TestContext.Current.CancellationToken);
        var expected = await CountAsync(source.Open(scope));
        var early = source.Open(scope);
        early.BeginAhead(TestContext.Current.CancellationToken);
        early.EndAhead();
        Assert.Equal(expected, await CountAsync(early));

        var late = source.Open(scope);
        var before = emulator.TotalRequests;
        late.BeginAhead(TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => emulator.TotalRequests > before, TimeSpan.FromSeconds(30)), "nothing was requested ahead");
        late.EndAhead();
        late.BeginAhead(TestContext.Current.CancellationToken);
        Assert.Equal(expected, await CountAsync(late));
        Assert.True(expected > 0);
    }

    [Fact]
    public async Task BeginAhead_Failure_IsThrownByTheFirstRead()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Of(403, "", """{"error":{"code":403,"message":"no"}}"""u8.ToArray()));
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = server.Address });
        var source = await inventory.GetSourcesAsync(new GoogleCloudSelection { Projects = ["p"], Types = ["compute.snapshots"] }, TestContext.Current.CancellationToken)
            .SingleAsync(TestContext.Current.CancellationToken);
        await using var cursor = source.Open(await source.GetScopesAsync(TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken));
        cursor.BeginAhead(TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<ScopeFailedException>(async () => await cursor.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ScopeState.Denied, failure.State);
    }

    /// <summary>A consumer whose output blocks for longer than a server may take: what ran ahead meanwhile has no answer any more.</summary>
    [Fact]
    public async Task Collect_RequestsAheadTimeOutWhileTheConsumerIsBlocked_AreSentAgainInTheirTurn()
    {
        string[] types = ["firewalls", "images", "networks", "routes"];
        ConcurrentDictionary<string, int> asked = [];
        await using var server = new ScriptedHttpServer(target =>
        {
            var type = target.Split('?')[0].Split('/')[^1];
            return asked.AddOrUpdate(type, 1, (_, count) => count + 1) == 1 && type != types[0]
                ? new Reply([]) { Stall = true }
                : Reply.Json($$"""{"items":[{"name":"{{type}}-1"},{"name":"{{type}}-2"}]}""");
        });
        var options = new GoogleCloudOptions { Endpoint = server.Address };
        var time = new SkippingFakeTime();
        await using var inventory = new GoogleCloudInventory(options, null, null, time, null);
        var selection = new GoogleCloudSelection { Projects = ["p1"], Types = [.. types.Select(type => $"compute.{type}")] };
        var run = new SequentialCollector().Collect(new CollectionRequest(inventory.GetSourcesAsync(selection, TestContext.Current.CancellationToken)));

        List<string> names = [];
        await foreach (var record in run.WithCancellation(TestContext.Current.CancellationToken))
        {
            names.Add(record.Name.Split('/')[^1]);
            if (names.Count == 1)
            {
                Assert.True(SpinWait.SpinUntil(() => asked.Count == types.Length, TimeSpan.FromSeconds(30)), "not all were requested ahead");
                time.Advance(options.HeadersTimeout);
            }
        }

        Assert.Equal(types.SelectMany(type => new[] { $"{type}-1", $"{type}-2" }), names);
        Assert.Equal((RunState.Complete, 3, 7), (run.Summary.State, run.Summary.Retries, run.Summary.Requests));
        Assert.Equal([1, 2, 2, 2], types.Select(type => asked[type]));
    }

    private static Task<GoogleCloudEmulator> StartAsync() => GoogleCloudEmulator.StartAsync(
        new GoogleCloudEmulatorOptions { Collections = { ["instances"] = 2000 } }, TestContext.Current.CancellationToken);

    private static async Task<Collected> CollectAsync(GoogleCloudEmulator emulator, int connections, int lookAhead)
    {
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions
        {
            Endpoint = emulator.Endpoint.ToString(),
            MaxConnectionsPerServer = connections,
        });
        return await Collected.FromAsync(inventory, s_zones, lookAhead);
    }

    private static async Task<int> CountAsync(ResourceCursor cursor)
    {
        var count = 0;
        await using (cursor)
        {
            for (var step = CursorStep.PageEnd; step != CursorStep.End; step = await cursor.ReadAsync(TestContext.Current.CancellationToken))
            {
                count += step == CursorStep.Item ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>Time-outs, which are set after their timer is made, wait for the test; a wait before a retry is over at once.</summary>
    private sealed class SkippingFakeTime : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
