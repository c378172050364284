using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests.Collecting;

[Collection(Alone.Name)]
public sealed class ChildrenTests
{
    private readonly TreeSource.Counts _counts = new();

    [Fact]
    public async Task Collect_Children_FollowTheirParentWithTalliesOfTheirOwn()
    {
        var run = await TestRun.CollectAsync(new TreeSource(_counts, 2, 2));
        Assert.Equal(["0", "0/0", "0/0/0", "0/0/1", "0/1", "0/1/0", "0/1/1", "1", "1/0", "1/0/0", "1/0/1", "1/1", "1/1/0", "1/1/1"], run.Names);
        Assert.Equal(RunState.Complete, run.Summary.State);
        Assert.Equal([2, 4, 8], run.Summary.Types.Select(type => type.Resources));
        Assert.Equal([1, 2, 4], run.Summary.Types.Select(type => type.Scopes(ScopeState.Complete)));
        Assert.Equal(0, _counts.Open);
    }

    [Fact]
    public async Task Collect_DeniedChildren_DoNotDropTheirParents()
    {
        var run = await TestRun.CollectAsync(new TreeSource(_counts, 1, 2)
        {
            Scopes = [new("top")],
            Fault = scope => scope.Name == "top" ? null : new ScopeFailedException(ScopeState.Denied, "forbidden", "no"),
        });
        Assert.Equal(["top:0", "top:1"], run.Names);
        Assert.All(run.Errors, error => Assert.Equal(("test.level0", ScopeState.Denied), (error.Collection, error.State)));
        Assert.Equal(2, run.Errors.Count);
        Assert.Equal(1, run.Summary.Types[0].Scopes(ScopeState.Complete));
        Assert.Equal(2, run.Summary.Types[1].Scopes(ScopeState.Denied));
        Assert.Equal(RunState.Partial, run.Summary.State);
    }

    [Fact]
    public async Task Collect_NestedTooDeep_EndsThereWithAnError()
    {
        var run = await TestRun.CollectAsync(new TreeSource(_counts, ResourceCursor.MaxDepth + 1, 1));
        Assert.Equal(ResourceCursor.MaxDepth + 1, run.Names.Count);
        Assert.Equal("nestedTooDeep", Assert.Single(run.Errors).Reason);
        Assert.Equal(0, _counts.Open);
    }

    [Fact]
    public async Task Collect_CancelledInAChild_LeavesEveryOpenScopeStopped()
    {
        using var cancellation = new CancellationTokenSource();
        var run = new SequentialCollector().Collect(new CollectionRequest(new TreeSource(_counts, 1, 2)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var record in run.WithCancellation(cancellation.Token))
            {
                if (record.Collection == "test.level0")
                {
                    await cancellation.CancelAsync();
                }
            }
        });
        Assert.Equal(["test.level0", "test.level1"], run.Summary.Incomplete.Select(scope => scope.Collection));
        Assert.All(run.Summary.Incomplete, scope => Assert.Equal(ScopeState.Stopped, scope.State));
        Assert.Equal(0, _counts.Open);
    }

    [Fact]
    public async Task Collect_ALeaseOfTheParent_EndsWhenItsChildrenBegin()
    {
        InventoryRecord? parent = null;
        await foreach (var record in new SequentialCollector().Collect(new CollectionRequest(new TreeSource(_counts, 1, 1))))
        {
            if (parent is { } stale)
            {
                Assert.Throws<InvalidOperationException>(() => stale.Name);
            }

            parent = record;
        }
    }

    [Fact]
    public async Task Collect_ManyParents_HoldsNothingOfThem()
    {
        var run = new SequentialCollector().Collect(new CollectionRequest(new TreeSource(_counts, 1, 50_000) { ChildWidth = 1 }));
        long atStart = 0, most = 0, resources = 0;
        await foreach (var _ in run)
        {
            if (++resources % 10_000 is 5_000)
            {
                atStart = atStart == 0 ? GC.GetTotalMemory(forceFullCollection: true) : atStart;
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - atStart);
            }
        }

        Assert.Equal(100_000, resources);
        // 21 bytes for each parent would be seen.
        Assert.InRange(most, long.MinValue, 1 << 20);
    }
}
