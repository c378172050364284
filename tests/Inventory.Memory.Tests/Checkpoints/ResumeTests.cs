using CsCheck;
using Inventory.Memory.Checkpoints;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.Tests.Checkpoints;

public sealed class ResumeTests
{
    [Fact]
    public async Task Collect_KilledAfterEachRecordInTurn_HandsOutEachResourceOnceAndTheSameManifest()
    {
        var estate = new PagedEstate();
        var whole = new CheckpointedRun();
        await whole.CollectAsync(estate);
        var total = whole.Names.Count;
        Assert.Equal(estate.Names, whole.Names);

        for (var kill = 0; kill <= total; kill++)
        {
            var run = new CheckpointedRun();
            await run.CollectAsync(estate, kill);
            var summary = await run.CollectAsync(estate);

            Assert.Equal(whole.Output.ToArray(), run.Output.ToArray());
            Assert.Equal(whole.ManifestLines.Select(WithoutTime), run.ManifestLines.Select(WithoutTime));
            Assert.Equal((total, 8L, RunState.Complete), (summary.Resources, summary.Ends(ScopeState.Complete), summary.State));
            Assert.Equal(20, summary.Types[0].Resources / 2);
            Assert.Null(run.Store.Current);
        }
    }

    /// <summary>What the deadline has left over is counted by the run that goes on as well: it is said once, at its end.</summary>
    [Fact]
    public async Task Collect_KilledAfterItsDeadline_SaysOnceWhatWasSkipped()
    {
        var kills = 0;
        int errors;
        do
        {
            var time = new FakeTimeProvider();
            var (asked, estate) = (0, new PagedEstate());
            estate.OnPage = (_, _) => time.Advance(++asked == 6 ? TimeSpan.FromHours(1) : TimeSpan.Zero);
            var run = new CheckpointedRun { Deadline = TimeSpan.FromMinutes(1), Time = time };
            await run.CollectAsync(estate, kills++);
            errors = run.Errors.Count;
            await run.CollectAsync(estate);

            var skipped = run.ManifestLines.Count(line => line["state"]!.GetValue<string>() == "skipped");
            Assert.Equal(8, run.ManifestLines.Select(WithoutTime).Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(skipped > 0 ? 1 : 0, run.Errors.Count(error => error["state"]!.GetValue<string>() == "skipped"));
            Assert.Equal(run.Names.Distinct(StringComparer.Ordinal), run.Names);
        }
        while (errors < 2);
    }

    [Fact]
    public void Collect_KilledAtRandomManyTimes_HandsOutEachResourceOnce() => Gen.Select(Gen.Int[0, 12].Array[0, 30], Gen.Int[0, 3], Gen.Bool).Sample(
        (kills, lookAhead, everyPage) =>
        {
            var estate = new PagedEstate { Resources = 17 };
            var run = new CheckpointedRun { LookAhead = lookAhead, Interval = everyPage ? TimeSpan.Zero : TimeSpan.FromHours(1) };
            foreach (var kill in kills)
            {
                run.CollectAsync(estate, kill).GetAwaiter().GetResult();
            }

            run.CollectAsync(estate).GetAwaiter().GetResult();
            Assert.Equal(estate.Names, run.Names);
            Assert.Equal(8, run.ManifestLines.Count);
        },
        iter: 40,
        threads: 1,
        seed: "0N0XIzNsQ0O2");

    [Fact]
    public async Task Collect_Resumed_DoesNotReadAgainWhatItHasPassed()
    {
        var estate = new PagedEstate();
        var run = new CheckpointedRun();
        await run.CollectAsync(estate, 60);
        var before = estate.Pages;

        await run.CollectAsync(estate);

        // 32 pages in all; the one that was being read is read again.
        Assert.Equal(24, before);
        Assert.InRange(estate.Pages, 32, 33);
    }

    [Fact]
    public async Task Collect_OtherRequest_NamesTheDifferenceAndTheRemedy()
    {
        var run = new CheckpointedRun { Request = { ["types"] = "a", ["long"] = new string('x', 1000) } };
        await run.CollectAsync(new PagedEstate(), 10);
        run.Request["types"] = "b";
        run.Request["long"] = new string('y', 1000);

        var failure = await Assert.ThrowsAsync<CheckpointException>(() => run.CollectAsync(new PagedEstate()));

        Assert.Equal(CheckpointProblem.OtherRequest, failure.Problem);
        Assert.Contains("types was 'a' and is 'b'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("long was 'sha256:", failure.Message, StringComparison.Ordinal);
        Assert.Contains("remove the checkpoint", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(run.Store.Current);
    }

    [Theory]
    [InlineData("p0,p1,p2", "zones/a,zones/b")]
    [InlineData("p2", "zones/a,zones/b")]
    [InlineData("p1,p2", "zones/0,zones/a,zones/b")]
    [InlineData("p1,p2", "zones/b")]
    [InlineData("p2,p1", "zones/a,zones/b")]
    [InlineData("p2,p1", "zones/a,zones/b", true)]
    public async Task Collect_EstateChangedBeforeTheCheckpoint_IsRefused(string projects, string scopes, bool areNodes = false)
    {
        var run = new CheckpointedRun();
        await run.CollectAsync(new PagedEstate { AreNodes = areNodes }, 38);
        var changed = new PagedEstate { Projects = [.. projects.Split(',')], Scopes = [.. scopes.Split(',')], AreNodes = areNodes };

        var failure = await Assert.ThrowsAsync<CheckpointException>(() => run.CollectAsync(changed));

        Assert.Equal(CheckpointProblem.EstateChanged, failure.Problem);
        Assert.NotNull(run.Store.Current);
    }

    [Fact]
    public async Task Collect_ResumedInANodesSource_ErrorsAndManifestNameTheNode()
    {
        var run = new CheckpointedRun();
        await run.CollectAsync(new PagedEstate { AreNodes = true }, 55);
        var broken = new PagedEstate { AreNodes = true, OnPage = (_, _) => throw new ScopeFailedException(ScopeState.Denied, "forbidden", "No.") };

        var summary = await run.CollectAsync(broken);

        Assert.Equal("p2", summary.Incomplete[0].Parent);
        Assert.Equal([.. Enumerable.Repeat("p1", 4), .. Enumerable.Repeat("p2", 4)], run.ManifestLines.Select(line => line["parent"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Collect_EstateChangedBehindTheCheckpoint_GoesOn()
    {
        var run = new CheckpointedRun();
        await run.CollectAsync(new PagedEstate(), 25);
        var grown = new PagedEstate { Projects = ["p1", "p2", "p3"] };

        await run.CollectAsync(grown);

        Assert.Equal(grown.Names, run.Names);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-5000)]
    public async Task Collect_OutputWasCut_IsRefused(int by)
    {
        var run = new CheckpointedRun();
        await run.CollectAsync(new PagedEstate { Resources = 40 }, 100);
        var length = run.Output.Length;
        run.Output.SetLength(Math.Max(0, CheckpointFormat.Read(run.Store.Current).Outputs[0].Position + by));

        var failure = await Assert.ThrowsAsync<CheckpointException>(() => run.CollectAsync(new PagedEstate { Resources = 40 }));

        Assert.Equal(CheckpointProblem.OutputChanged, failure.Problem);
        Assert.Contains("remove the checkpoint", failure.Message, StringComparison.Ordinal);
        Assert.True(length > 0);
    }

    [Fact]
    public async Task Collect_OutputWasChanged_IsRefusedAndNotTouched()
    {
        var run = new CheckpointedRun();
        await run.CollectAsync(new PagedEstate(), 30);
        run.Output.GetBuffer()[CheckpointFormat.Read(run.Store.Current).Outputs[0].Position - 3] ^= 1;
        var before = run.Output.ToArray();

        var failure = await Assert.ThrowsAsync<CheckpointException>(() => run.CollectAsync(new PagedEstate()));

        Assert.Equal(CheckpointProblem.OutputChanged, failure.Problem);
        Assert.Equal(before, run.Output.ToArray());
    }

    [Fact]
    public async Task Collect_StaleTokenAfterResume_ReadsTheScopeAgainFromItsStart()
    {
        var estate = new PagedEstate();
        var run = new CheckpointedRun();
        await run.CollectAsync(estate, 17);
        var stale = true;
        estate.OnPage = (_, token) =>
        {
            if (stale && token is not null)
            {
                stale = false;
                throw new ScopeFailedException(ScopeState.Failed, ScopeFailedException.StalePageToken, "the token has expired");
            }
        };

        var summary = await run.CollectAsync(estate);

        Assert.False(stale);
        Assert.Equal(estate.Names, run.Names);
        Assert.Equal((80L, 0L, RunState.Complete), (summary.Resources, summary.Errors, summary.State));
        Assert.Equal(8, run.ManifestLines.Count);
        Assert.All(run.ManifestLines, line => Assert.Equal(10, line["resources"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Collect_AlwaysStaleToken_FailsTheScopeAfterThreeRestarts()
    {
        var estate = new PagedEstate { Projects = ["p1"] };
        var (tries, run) = (0, new CheckpointedRun());
        estate.OnPage = (scope, token) =>
        {
            if (scope == "p1/test.a/zones/a" && token is not null)
            {
                tries++;
                throw new ScopeFailedException(ScopeState.Failed, ScopeFailedException.StalePageToken, "the token has expired");
            }
        };

        var summary = await run.CollectAsync(estate);

        Assert.Equal(4, tries);
        Assert.Equal((RunState.Partial, 1L, 33L), (summary.State, summary.Errors, summary.Resources));
        Assert.Equal(("failed", "stalePageToken", 3), Fields(run.ManifestLines[0]));
    }

    /// <summary>Only the first request of a resumed scope is told apart: what is wrong with it is the token that the process brought.</summary>
    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task Collect_RefusedAtTheFirstRequestAfterAResume_ReadsTheScopeAgain(int status)
    {
        foreach (var refusal in new Exception[] { new ScopeFailedException(ScopeState.Failed, "other", "no") { HttpStatus = status }, new HttpRequestException("no", null, (System.Net.HttpStatusCode)status) })
        {
            var (estate, run, refused) = (new PagedEstate(), new CheckpointedRun(), false);
            await run.CollectAsync(estate, 17);
            estate.OnPage = (_, token) =>
            {
                if (!refused && token is not null)
                {
                    refused = true;
                    throw refusal;
                }
            };

            await run.CollectAsync(estate);

            Assert.True(refused);
            Assert.Empty(run.Reasons);
            Assert.Equal(estate.Names, run.Names);
        }
    }

    [Fact]
    public async Task Collect_RefusedLaterThanThat_FailsTheScope()
    {
        var (estate, run, pages) = (new PagedEstate(), new CheckpointedRun(), 0);
        await run.CollectAsync(estate, 14);
        estate.OnPage = (_, _) =>
        {
            if (++pages == 2)
            {
                throw new ScopeFailedException(ScopeState.Failed, "other", "no") { HttpStatus = 410 };
            }
        };

        await run.CollectAsync(estate);

        Assert.Equal(["other"], run.Reasons);
        Assert.Equal(estate.Names.Where(name => name != "p1/test.a/zones/b/6" && name != "p1/test.a/zones/b/7" && name != "p1/test.a/zones/b/8" && name != "p1/test.a/zones/b/9"), run.Names);
    }

    /// <summary>What is in the file is worth more than nothing: it goes when there is an answer that replaces it.</summary>
    [Theory]
    [InlineData(ScopeState.Denied, "denied")]
    [InlineData(ScopeState.Failed, "failed")]
    [InlineData(ScopeState.Disabled, "failed")]
    public async Task Collect_StaleTokenAndNoAnswerFromTheStart_KeepsWhatThereWasAndNamesTheRest(ScopeState state, string end)
    {
        var (estate, run) = (new PagedEstate(), new CheckpointedRun());
        await run.CollectAsync(estate, 17);
        Assert.Equal(16, CheckpointFormat.Read(run.Store.Current).Tallies.Counts[0]);
        estate.OnPage = (scope, token) =>
        {
            if (scope == "p1/test.a/zones/b")
            {
                throw token is not null
                    ? new ScopeFailedException(ScopeState.Failed, ScopeFailedException.StalePageToken, "the token has expired")
                    : new ScopeFailedException(state, "noAnswer", "the start does not answer");
            }
        };

        var summary = await run.CollectAsync(estate);

        Assert.Equal(["noAnswer"], run.Reasons);
        Assert.Equal([.. estate.Names.Take(16), .. estate.Names.Skip(20)], run.Names);
        Assert.Equal((76L, 1L, RunState.Partial), (summary.Resources, summary.Errors, summary.State));
        Assert.Equal((end, "noAnswer", 6), Fields(run.ManifestLines[1]));
        Assert.Null(run.Store.Current);
    }

    /// <summary>Killed between the refusal and the answer, the run goes on from where it was.</summary>
    [Fact]
    public async Task Collect_KilledWhileTheScopeBeginsAgain_HandsOutEachResourceOnce()
    {
        var estate = new PagedEstate();
        for (var kill = 0; kill < 12; kill++)
        {
            var (run, stale) = (new CheckpointedRun(), new HashSet<string>(StringComparer.Ordinal));
            await run.CollectAsync(estate, 17);
            estate.OnPage = (scope, token) =>
            {
                if (token is not null && stale.Add(scope))
                {
                    throw new ScopeFailedException(ScopeState.Failed, ScopeFailedException.StalePageToken, "the token has expired");
                }
            };
            await run.CollectAsync(estate, kill);
            stale.Clear();
            await run.CollectAsync(estate);
            estate.OnPage = (_, _) => { };

            Assert.Equal(estate.Names, run.Names);
            Assert.Equal(8, run.ManifestLines.Count);
        }
    }

    /// <summary>As a process that is killed more often than checkpoints are due: each goes on from the first page or scope of the one before.</summary>
    [Fact]
    public async Task Collect_KilledBeforeACheckpointIsDue_ComesToItsEnd()
    {
        var (estate, run, processes) = (new PagedEstate(), new CheckpointedRun { Interval = TimeSpan.FromHours(1) }, 0);
        do
        {
            await run.CollectAsync(estate, killAfter: 4);
            Assert.InRange(++processes, 1, 33);
        }
        while (run.Store.Current is not null);

        Assert.Equal(estate.Names, run.Names);
        Assert.Equal(8, run.ManifestLines.Count);
    }

    /// <summary>Waiting for the first page is no progress: what is kept then is not what the first checkpoint is for.</summary>
    [Fact]
    public async Task Collect_ManyShortRuns_WriteOneCheckpointEach()
    {
        var (estate, run) = (new PagedEstate(), new CheckpointedRun { Interval = TimeSpan.FromHours(1) });

        await run.CollectAsync(estate, 30);
        Assert.Equal(2, run.Store.Written.Count);
        await run.CollectAsync(estate);
        Assert.Equal(3, run.Store.Written.Count);
    }

    [Fact]
    public async Task Collect_StaleTokenWithoutOutput_FailsTheScope()
    {
        var estate = new PagedEstate { Projects = ["p1"], Scopes = ["zones/a"] };
        estate.OnPage = (_, token) =>
        {
            if (token is not null)
            {
                throw new ScopeFailedException(ScopeState.Failed, ScopeFailedException.StalePageToken, "expired");
            }
        };

        var run = await TestRun.CollectAsync([.. estate.Sources()]);

        Assert.All(run.Errors, error => Assert.Equal(ScopeFailedException.StalePageToken, error.Reason));
        Assert.Equal(6, run.Names.Count);
    }

    [Fact]
    public async Task Collect_TokenlessPages_ReadsTheScopeAgain()
    {
        var names = Enumerable.Range(0, 1500).Select(i => $"r{i}").ToList();
        var source = new AsyncEnumerableSource<string>("test.stream", "test/Thing", (_, _) => names.ToAsyncEnumerable(), (name, item) =>
        {
            item.SetName(name);
            item.Write("{}");
        });
        var (output, store) = (new MemoryStream(), new MemoryCheckpointStore());
        foreach (var kill in new[] { 1200, int.MaxValue })
        {
            output.Position = 0;
            var writer = new NdjsonWriter(output);
            var run = new SequentialCollector().Collect(new CollectionRequest(source) { Durability = new DurabilityOptions { Outputs = [writer], Store = store, Interval = TimeSpan.Zero } });
            var records = run.GetAsyncEnumerator(TestContext.Current.CancellationToken);
            for (var i = 0; i < kill && await records.MoveNextAsync(); i++)
            {
                await writer.WriteAsync(records.Current);
            }

            await writer.FlushAsync();
        }

        var lines = System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1500, lines.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(1500, lines.Length);
    }

    [Theory]
    [InlineData(SyncMode.None, false)]
    [InlineData(SyncMode.Checkpoint, true)]
    [InlineData(SyncMode.Page, true)]
    public async Task Collect_SyncMode_DecidesDurabilityAndPace(SyncMode sync, bool durable)
    {
        var run = new CheckpointedRun { Sync = sync, Interval = TimeSpan.FromMinutes(30) };

        await run.CollectAsync(new PagedEstate());

        Assert.Equal(durable, run.Store.LastWasDurable);
        Assert.Equal(sync == SyncMode.Page, run.Store.Written.Count > 30);
    }

    [Fact]
    public void Collect_StoreWithAPipe_IsRefused()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        var request = new CollectionRequest { Durability = new DurabilityOptions { Outputs = [new NdjsonWriter(pipe)], Store = new MemoryCheckpointStore() } };

        var failure = Assert.Throws<ArgumentException>(() => new SequentialCollector().Collect(request));

        Assert.Contains("cut back", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_LongRun_CheckpointsDoNotGrow()
    {
        var run = new CheckpointedRun();

        await run.CollectAsync(new PagedEstate { Projects = [.. Enumerable.Range(100, 200).Select(i => $"p{i}")], Resources = 4 });

        var sizes = run.Store.Written.Select(bytes => bytes.Length).ToList();
        Assert.True(sizes.Count > 1000);
        Assert.InRange(sizes.Max() - sizes[10], 0, 150);
    }

    private static string WithoutTime(System.Text.Json.Nodes.JsonNode line)
    {
        line = line.DeepClone();
        line["elapsedSeconds"] = 0;

        // A page that is read again is sent again.
        line["requests"] = 0;
        return line.ToJsonString();
    }

    private static (string, string, int) Fields(System.Text.Json.Nodes.JsonNode line) =>
        (line["state"]!.GetValue<string>(), line["reason"]!.GetValue<string>(), line["resources"]!.GetValue<int>());
}
