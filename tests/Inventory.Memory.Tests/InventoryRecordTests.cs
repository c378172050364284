using System.Text;
using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Sources;

namespace Inventory.Memory.Tests;

public sealed class InventoryRecordTests
{
    [Fact]
    public async Task Lease_AfterTheNextRecord_ThrowsFromEveryMember()
    {
        await using var records = Begin("a", "b");
        Assert.True(await records.MoveNextAsync());
        var stale = records.Current;
        Assert.True(await records.MoveNextAsync());
        var error = Assert.Throws<InvalidOperationException>(() => stale.Name);
        Assert.Contains("Detach", error.Message, StringComparison.Ordinal);
        foreach (var property in typeof(InventoryRecord).GetProperties().Where(property => property.Name != nameof(InventoryRecord.Json)))
        {
            var thrown = Assert.Throws<System.Reflection.TargetInvocationException>(() => property.GetValue(stale));
            Assert.IsType<InvalidOperationException>(thrown.InnerException);
        }

        Assert.Throws<InvalidOperationException>(() => stale.Json.Length);
        Assert.Throws<InvalidOperationException>(() => stale.Detach());
        Assert.Throws<InvalidOperationException>(() => stale.Deserialize(TestJsonContext.Default.TestResource));
    }

    [Fact]
    public async Task Lease_AfterTheEnd_Throws()
    {
        await using var records = Begin("a");
        Assert.True(await records.MoveNextAsync());
        var last = records.Current;
        Assert.False(await records.MoveNextAsync());
        Assert.Throws<InvalidOperationException>(() => last.Name);
    }

    [Fact]
    public void Default_Throws() => Assert.Throws<InvalidOperationException>(() => default(InventoryRecord).Name);

    [Fact]
    public async Task Detach_Kept_OutlivesTheLease()
    {
        await using var records = Begin("a", "b");
        Assert.True(await records.MoveNextAsync());
        var kept = records.Current.Detach();
        Assert.True(await records.MoveNextAsync());
        Assert.Equal("a", kept.Name);
        Assert.Equal("test/Thing", kept.AssetType);
        Assert.Equal("test.things", kept.Collection);
        Assert.Equal("""{"Name":"a","Padding":null}""", Encoding.UTF8.GetString(kept.Json.Span));
        Assert.Equal("a", kept.Deserialize(TestJsonContext.Default.TestResource)!.Name);
    }

    [Fact]
    public async Task Deserialize_Resource_GivesAnObject()
    {
        await using var records = Begin("a");
        Assert.True(await records.MoveNextAsync());
        Assert.Equal("a", records.Current.Deserialize(TestJsonContext.Default.TestResource)!.Name);
    }

    [Fact]
    public async Task Deserialize_Error_SaysWhatIsMissing()
    {
        var source = new PagedSource<TestResource>(
            "test.things",
            "test/Thing",
            (_, _, _, _) => throw new ScopeFailedException(ScopeState.Denied, "forbidden", "ask for compute.viewer"),
            TestResource.Write);
        await using var records = new SequentialCollector().Collect(new CollectionRequest(source)).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await records.MoveNextAsync());
        var record = records.Current;
        Assert.True(record.IsError);
        Assert.Equal("test.things", record.Collection);
        var error = Assert.Throws<InvalidOperationException>(() => record.Deserialize(TestJsonContext.Default.TestResource));
        Assert.Contains("compute.viewer", error.Message, StringComparison.Ordinal);
        Assert.Equal("forbidden", record.Detach().Error!.Reason);
    }

    private static IAsyncEnumerator<InventoryRecord> Begin(params string[] names)
    {
        var source = new PagedSource<TestResource>(
            "test.things",
            "test/Thing",
            (_, _, _, _) => new(new ResourcePage<TestResource> { Items = names.Select(name => new TestResource { Name = name }) }),
            TestResource.Write);
        return new SequentialCollector().Collect(new CollectionRequest(source)).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }
}
