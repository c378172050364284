using Inventory.Memory.Checkpoints;
using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Sources;

namespace Inventory.Memory.Tests.Checkpoints;

/// <summary>What a checkpoint has to know beside the page token: what a process before it knew and a new one does not.</summary>
public sealed class KeptStateTests
{
    private static readonly string[] s_tokens = ["1", "2", "3"];
    private static readonly string[] s_names = ["r0", "r1", "r2", "r3", "r4"];

    /// <summary>Page 3 names page 1 as the next. Only who remembers that it was read sees a circle.</summary>
    [Fact]
    public async Task Collect_CircleOfTokensAcrossProcesses_IsFoundAndNothingComesTwice()
    {
        var source = new PagedSource<TestResource>("test.circle", "test/Thing", (_, token, _, _) => Page(token), TestResource.Write);
        var run = new CheckpointedRun();
        for (var process = 0; process < s_tokens.Length; process++)
        {
            await run.CollectAsync([source], killAfter: 2);
        }

        await run.CollectAsync([source]);

        Assert.Equal(["r", "r1", "r2", "r3"], run.Names);
        Assert.Equal([PageTokens.RepeatedReason], run.Reasons);
    }

    [Fact]
    public async Task Collect_CursorGoesOn_TakesUpWhatTheOneBeforeLeft()
    {
        var (source, run) = (new CountingSource(), new CheckpointedRun());
        await run.CollectAsync([source], killAfter: 3);
        Assert.Equal("2", CheckpointFormat.Read(run.Store.Current).Position.PageToken);
        await run.CollectAsync([source]);

        Assert.Equal(s_names, run.Names);
        Assert.Equal([null, "2"], source.Opened);
        Assert.Equal([ulong.MaxValue, 2], Assert.Single(source.Restored));
    }

    /// <summary>The checkpoint waits: the scope is read again from where the last one was, which is its start.</summary>
    [Fact]
    public async Task Collect_CursorHasTooMuchToRemember_IsReadAgainFromTheCheckpointBefore()
    {
        var (source, run) = (new CountingSource { Numbers = ResourceCursor.MaxStateNumbers + 1 }, new CheckpointedRun());
        await run.CollectAsync([source], killAfter: 3);
        await run.CollectAsync([source]);

        Assert.Equal(s_names, run.Names);
        Assert.Equal([null, null], source.Opened);
    }

    /// <summary>As after a checkpoint of an earlier version, which did not keep it.</summary>
    [Fact]
    public async Task Collect_CursorCannotTakeUpItsState_ReadsTheScopeAgain()
    {
        var (source, run) = (new CountingSource { Restores = false }, new CheckpointedRun());
        await run.CollectAsync([source], killAfter: 3);
        await run.CollectAsync([source]);

        Assert.Equal(s_names, run.Names);
        Assert.Empty(run.Reasons);
        Assert.Equal([null, "2", null], source.Opened);
    }

    /// <summary>An API that is not enabled has nothing; one that had something before is not whole.</summary>
    [Fact]
    public async Task Collect_SourceIsDisabledWhenTheRunGoesOn_IsFailedAndNamed()
    {
        var (source, run) = (new CountingSource(), new CheckpointedRun());
        await run.CollectAsync([source], killAfter: 3);
        source.Refusal = new ScopeFailedException(ScopeState.Disabled, "off", "The API is not enabled any more.");

        var summary = await run.CollectAsync([source]);

        Assert.Equal(["r0", "r1"], run.Names);
        Assert.Equal(["off"], run.Reasons);
        Assert.Equal("failed", Assert.Single(run.ManifestLines)["state"]!.GetValue<string>());
        Assert.NotEqual(RunState.Complete, summary.State);
    }

    [Theory]
    [InlineData(ResourceCursor.MaxStateNumbers, true)]
    [InlineData(ResourceCursor.MaxStateNumbers + 1, false)]
    public async Task SaveState_UpToTheBound_IsThere(int numbers, bool isThere)
    {
        await using var cursor = new CountingSource { Numbers = numbers }.Open(ResourceScope.Default);
        Assert.Equal(isThere, cursor.SaveState() is not null);
    }

    private static ValueTask<ResourcePage<TestResource>> Page(string? token) => new(new ResourcePage<TestResource>
    {
        Items = [new TestResource { Name = $"r{token}" }],
        NextPageToken = s_tokens[(Array.IndexOf(s_tokens, token) + 1) % s_tokens.Length],
    });
}
