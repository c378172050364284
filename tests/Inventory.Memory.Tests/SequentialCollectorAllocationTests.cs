using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Shared;
using Inventory.Memory.Tests.Sources;

namespace Inventory.Memory.Tests;

/// <summary>
/// What the walk allocates, to the byte. Alone: the runtime's caches of casts and of virtual calls are the whole process's,
/// and are made anew by whichever thread misses what other tests have driven out of them.
/// </summary>
[Collection(Alone.Name)]
public sealed class SequentialCollectorAllocationTests
{
    [Fact]
    public async Task MoveNext_AfterTheFirstRecords_AllocatesNothing()
    {
        Assert.SkipWhen(BuildConfiguration.IsDebug, BuildConfiguration.DebugAllocates);

        // One page, all of it there already: what is left is the walk and the lease.
        var items = Enumerable.Repeat(new TestResource { Name = "same" }, 20_000).ToArray();
        var json = "{}"u8.ToArray();
        var source = new PagedSource<TestResource>(
            "test.flat",
            "test/Flat",
            (_, _, _, _) => new(new ResourcePage<TestResource> { Items = items }),
            (resource, item) =>
            {
                item.SetName(resource.Name);
                item.Json = json;
            });
        await using var records = new SequentialCollector().Collect(new CollectionRequest(source)).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await MoveAsync(5_000);

        var allocation = new LeastAllocation();
        while (allocation.GoOn())
        {
            await MoveAsync(2_000);
        }

        Assert.Equal(0, allocation.Bytes);

        async ValueTask MoveAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.True(await records.MoveNextAsync());
            }
        }
    }
}
