using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Sources;

namespace Inventory.Memory.Tests;

public sealed class MemoryProfileTests
{
    [Fact]
    public async Task Profile_TypeThatAllocates_IsTheHungriest()
    {
        var hungry = new PagedSource<TestResource>(
            "test.hungry",
            "test/Hungry",
            (_, _, _, _) =>
            {
                // Held and touched while the page is read: resident memory must rise by it.
                var held = new byte[32 << 20];
                Array.Fill(held, (byte)1);
                return new(new ResourcePage<TestResource> { Items = Enumerable.Range(0, 10).Select(i => new TestResource { Name = $"{i}/{held[i]}" }) });
            },
            TestResource.Write);
        var modest = new PagedSource<TestResource>(
            "test.modest",
            "test/Modest",
            (_, _, _, _) => new(new ResourcePage<TestResource> { Items = [new() { Name = "one" }] }),
            TestResource.Write);
        var run = await TestRun.CollectAsync(modest, hungry, modest);
        var first = run.Summary.HungriestTypes[0];
        Assert.Equal("test.hungry", first.Collection);
        Assert.InRange(first.AllocatedBytes, 32 << 20, long.MaxValue);
        Assert.InRange(first.PeakBytes, 32 << 20, long.MaxValue);
        Assert.True(run.Summary.HungriestTypes.Count <= 5);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task Profile_RequestsThatRunAhead_AreMarkedAsShared(int lookAhead, bool isShared)
    {
        var source = new PagedSource<TestResource>(
            "test.one", "test/One", (_, _, _, _) => new(new ResourcePage<TestResource> { Items = [new() { Name = "one" }] }), TestResource.Write);
        var run = await TestRun.CollectAsync(new CollectionRequest(source), new SequentialCollector(new() { LookAhead = lookAhead }));
        Assert.Equal(isShared, run.Summary.Types[0].IsShared);
    }

    [Fact]
    public async Task Profile_TwoRunsAtOnce_IsMarkedAsShared()
    {
        var collector = new SequentialCollector(new() { LookAhead = 0 });
        var source = new PagedSource<TestResource>(
            "test.shared",
            "test/Shared",
            (_, _, _, _) => new(new ResourcePage<TestResource> { Items = [new() { Name = "one" }, new() { Name = "two" }] }),
            TestResource.Write);
        await using var other = collector.Collect(new CollectionRequest(source)).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await other.MoveNextAsync());
        var run = await TestRun.CollectAsync(new CollectionRequest(source), collector);
        Assert.True(run.Summary.Types[0].IsShared);
    }
}
