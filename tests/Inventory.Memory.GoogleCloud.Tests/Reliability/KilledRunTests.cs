using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Reliability.Kills;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Tests.Reliability;

/// <summary>Lists that break, in processes that are killed: what one has handed out, the next must not.</summary>
public sealed class KilledRunTests
{
    private const int Total = 1_000;

    /// <summary>
    /// A page of 500 breaks twice at resource 400 and is asked for in halves; the run is killed on the second half, of which
    /// the larger answer had handed out a part.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Collect_PageShrinksAndTheNextIsKilled_EachOnce(bool fromAssetInventory)
    {
        var (list, broken) = (fromAssetInventory ? NumberedList.Assets(Total) : NumberedList.Snapshots(Total), 0);
        await using var server = new ScriptedHttpServer(target => list.Page(target, broken++ < 2 ? 400 : null));
        var run = NewRun(server, fromAssetInventory, pageSize: 500);

        Assert.False(await run.GoOnAsync(killAfter: 410, TestContext.Current.CancellationToken));
        Assert.True(await run.GoOnAsync(cancellationToken: TestContext.Current.CancellationToken));

        AssertEachOnce(run);
    }

    /// <summary>The page before comes again, to a process that has not read it.</summary>
    [Fact]
    public async Task Collect_FirstPageAfterAResumeIsTheOneBefore_IsAskedForAgain()
    {
        var (list, repeats) = (NumberedList.Snapshots(Total), false);
        await using var server = new ScriptedHttpServer(target =>
        {
            var (isRepeat, page) = (repeats, list.Page(target));
            repeats = false;
            return isRepeat ? list.Page(target.Replace("pageToken=100", "pageToken=0", StringComparison.Ordinal)) : page;
        });
        var run = NewRun(server, false, pageSize: 100);

        Assert.False(await run.GoOnAsync(killAfter: 150, TestContext.Current.CancellationToken));
        repeats = true;
        Assert.True(await run.GoOnAsync(cancellationToken: TestContext.Current.CancellationToken));

        Assert.False(repeats);
        AssertEachOnce(run);
    }

    /// <summary>What a checkpoint would have to hold is more than it may: it waits, and the scope is read again.</summary>
    [Fact]
    public async Task Collect_PagesTooLongForACheckpoint_EachOnce()
    {
        var list = new NumberedList(20_000, "items", number => $$"""{"name":"r{{number:D5}}"}""") { PageSize = 9_000 };
        await using var server = new ScriptedHttpServer(target => list.Page(target));
        var run = NewRun(server, false, pageSize: 500);

        Assert.False(await run.GoOnAsync(killAfter: 9_500, TestContext.Current.CancellationToken));
        Assert.True(run.Checkpoint.Current!.Length < 4_096);
        Assert.True(await run.GoOnAsync(cancellationToken: TestContext.Current.CancellationToken));

        AssertEachOnce(run, 20_000);
    }

    /// <summary>A parent whose page is read again was handed out with what is below it.</summary>
    [Fact]
    public async Task Collect_PageOfParentsShrinksAndTheNextIsKilled_EachParentAndEachChildOnce()
    {
        var selection = new GoogleCloudSelection { Projects = ["p1"], Types = ["storage.*", "bigquery.*"], PageSize = 40 };
        var expected = await EmulatedAsync(selection, null);
        Assert.True(expected.Names.Count > 300);
        for (var kill = 20; kill < 260; kill += 40)
        {
            var run = await EmulatedAsync(
                selection,
                [kill, 60, 60, 120],
                new EmulatorFault { Kind = FaultKind.Truncate, Collection = "bigquery.datasets", Page = 0, Times = 2, AfterBytes = 6_000 },
                new EmulatorFault { Kind = FaultKind.Truncate, Collection = "storage.buckets", Page = 1, Times = 2, AfterBytes = 9_000 },
                new EmulatorFault { Kind = FaultKind.DuplicatePage, Collection = "bigquery.datasets", Page = 1, Times = 2 });

            Assert.Empty(run.Errors);
            Assert.Equal(expected.Names, run.Names);
            Assert.Equal(run.Ends.Count, run.Ends.DistinctBy(end => (end.Collection, end.Scope)).Count());
        }
    }

    public static TheoryData<int, string> ExpiredTokens => new()
    {
        { 400, """{"error":{"code":400,"message":"Invalid value for field 'pageToken': 'x'.","errors":[{"reason":"invalid"}]}}""" },
        { 400, """{"error":{"code":400,"message":"Bad Request","errors":[{"reason":"invalid","locationType":"parameter","location":"pageToken"}]}}""" },
        { 400, """{"error":{"code":400,"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"page_token"}]}]}}""" },
        { 400, """{"error":{"code":400,"message":"Invalid argument.","status":"INVALID_ARGUMENT"}}""" },
        { 404, """{"error":{"code":404,"message":"Not found: Token tok1","errors":[{"reason":"notFound"}]}}""" },
        { 410, """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"The provided continue parameter is too old.","reason":"Expired","code":410}""" },
        { 410, "" },
        { 404, "<html>gone</html>" },
    };

    [Theory]
    [MemberData(nameof(ExpiredTokens))]
    public async Task Collect_TokenHasExpiredWhenTheRunGoesOn_ReadsTheScopeAgain(int status, string body)
    {
        foreach (var fromAssetInventory in new[] { false, true })
        {
            var (list, hasExpired) = (fromAssetInventory ? NumberedList.Assets(Total) : NumberedList.Snapshots(Total), false);
            await using var server = new ScriptedHttpServer(target =>
            {
                var isExpired = hasExpired && NumberedList.Query(target, "pageToken") is not null;
                hasExpired &= !isExpired;
                return isExpired ? Reply.Json(body, status) : list.Page(target);
            });
            var run = NewRun(server, fromAssetInventory, pageSize: 100);

            Assert.False(await run.GoOnAsync(killAfter: 450, TestContext.Current.CancellationToken));
            hasExpired = true;
            Assert.True(await run.GoOnAsync(cancellationToken: TestContext.Current.CancellationToken));

            Assert.False(hasExpired);
            AssertEachOnce(run);
        }
    }

    /// <summary>Where nothing can be taken back, the record says that it is the token, and what the server said.</summary>
    [Theory]
    [MemberData(nameof(ExpiredTokens))]
    public async Task Collect_TokenExpiresLater_IsStaleInTheServersWords(int status, string body)
    {
        var list = NumberedList.Snapshots(Total);
        await using var server = new ScriptedHttpServer(target => NumberedList.Query(target, "pageToken") == "300" ? Reply.Json(body, status) : list.Page(target));

        var collected = await Collected.FromAsync(server, "compute.snapshots", selection => selection.PageSize = 100);

        var error = Assert.Single(collected.Errors);
        Assert.Equal((ScopeFailedException.StalePageToken, ScopeState.Failed, status), (error.Reason, error.State, error.HttpStatus));
        Assert.Equal(300, collected.Names.Count());
        var words = body.Split("\"message\":\"").ElementAtOrDefault(1)?.Split('"')[0] ?? $"answered {status}";
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains("the list has to start again", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A 200 that holds the same error is no other answer.</summary>
    [Fact]
    public async Task Collect_TokenExpiresInTheBodyOfA200_IsStale()
    {
        var list = NumberedList.Snapshots(Total);
        await using var server = new ScriptedHttpServer(target =>
            NumberedList.Query(target, "pageToken") == "300" ? Reply.Json("""{"error":{"code":404,"message":"Not found: Token tok1"}}""") : list.Page(target));
        var collected = await Collected.FromAsync(server, "compute.snapshots", selection => selection.PageSize = 100);
        Assert.Equal(ScopeFailedException.StalePageToken, Assert.Single(collected.Errors).Reason);
    }

    [Theory]
    [InlineData(403, """{"error":{"code":403,"message":"no","status":"PERMISSION_DENIED"}}""", ScopeState.Denied)]
    [InlineData(404, """{"error":{"code":404,"message":"gone"}}""", ScopeState.Failed)]
    [InlineData(403, """{"error":{"code":403,"errors":[{"reason":"accessNotConfigured"}],"message":"Not enabled."}}""", ScopeState.Failed)]
    public async Task Collect_TokenHasExpiredAndTheStartDoesNotAnswer_KeepsWhatThereWasAndNamesTheRest(int status, string body, ScopeState state)
    {
        var (list, isGone) = (NumberedList.Snapshots(Total), false);
        await using var server = new ScriptedHttpServer(target =>
            !isGone ? list.Page(target) : NumberedList.Query(target, "pageToken") is not null ? Reply.Json("", 410) : Reply.Json(body, status));
        var run = NewRun(server, false, pageSize: 100);

        Assert.False(await run.GoOnAsync(killAfter: 450, TestContext.Current.CancellationToken));
        isGone = true;
        Assert.True(await run.GoOnAsync(cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((400, 400), (run.Names.Count, run.Names.Distinct(StringComparer.Ordinal).Count()));
        Assert.Equal((state, (int?)status), (Assert.Single(run.Errors).State, run.Errors[0].HttpStatus));
        Assert.Equal((state, 400), (Assert.Single(run.Ends).State, run.Ends[0].Resources));
    }

    private static KilledRun NewRun(ScriptedHttpServer server, bool fromAssetInventory, int pageSize) => new(
        new GoogleCloudOptions { Endpoint = server.Address, PageSize = pageSize },
        inventory => fromAssetInventory
            ? inventory.GetAssetInventorySourcesAsync(new GoogleCloudSelection { Projects = ["p1"], PageSize = pageSize })
            : inventory.GetSourcesAsync(new GoogleCloudSelection { Projects = ["p1"], Types = ["compute.snapshots"] }));

    private static async Task<KilledRun> EmulatedAsync(GoogleCloudSelection selection, IReadOnlyList<int>? kills, params EmulatorFault[] faults)
    {
        var options = new GoogleCloudEmulatorOptions { ResourcesPerCollection = 100 };
        foreach (var fault in faults)
        {
            options.Faults.Add(fault);
        }

        await using var emulator = await GoogleCloudEmulator.StartAsync(options, TestContext.Current.CancellationToken);
        var run = new KilledRun(new GoogleCloudOptions { Endpoint = emulator.ServiceEndpoint }, selection);
        await run.CollectAsync(kills ?? [], TestContext.Current.CancellationToken);
        return run;
    }

    private static void AssertEachOnce(KilledRun run, int total = Total)
    {
        Assert.Empty(run.Errors);
        Assert.Equal(Enumerable.Range(0, total).Select(number => $"//compute.googleapis.com/projects/p1/global/snapshots/r{number:D5}"), run.Names);
        Assert.Equal((ScopeState.Complete, total), (Assert.Single(run.Ends).State, run.Ends[0].Resources));
        Assert.Equal(total, run.Summary!.Resources);
        Assert.Null(run.Checkpoint.Current);
    }
}
