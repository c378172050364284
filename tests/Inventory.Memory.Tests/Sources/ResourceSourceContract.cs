using System.Text.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests.Sources;

/// <summary>What every source owes the collector. Derive, say how to make one, and all of it is tested.</summary>
public abstract class ResourceSourceContract
{
    /// <summary>Makes a source whose scopes hold so many resources each, in pages of some size.</summary>
    protected abstract ResourceSource Create(params int[] resourcesPerScope);

    /// <summary>Whether a cursor can be opened at a page token.</summary>
    protected virtual bool HasPageTokens => true;

    [Fact]
    public async Task Scopes_EnumeratedTwice_AreTheSameInTheSameOrder()
    {
        var source = Create(1, 0, 2);
        var first = await source.GetScopesAsync(TestContext.Current.CancellationToken).Select(scope => scope.Name).ToListAsync(TestContext.Current.CancellationToken);
        var second = await source.GetScopesAsync(TestContext.Current.CancellationToken).Select(scope => scope.Name).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, first.Count);
        Assert.Equal(first, second);
        Assert.Equal(first.Count, first.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Read_TwoRuns_SameResourcesInTheSameOrder()
    {
        var source = Create(7, 0, 1200);
        var first = await ReadAllAsync(source);
        Assert.Equal(1207, first.Count);
        Assert.Equal(1207, first.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(first, await ReadAllAsync(source));
    }

    [Fact]
    public async Task Read_ManyResources_AnnouncesPageBoundaries()
    {
        await using var cursor = await OpenFirstAsync(Create(1200));
        var pages = 0;
        for (var step = await cursor.ReadAsync(TestContext.Current.CancellationToken); step != CursorStep.End; step = await cursor.ReadAsync(TestContext.Current.CancellationToken))
        {
            pages += step == CursorStep.PageEnd ? 1 : 0;
        }

        Assert.InRange(pages, 2, 1200);
    }

    [Fact]
    public async Task Read_Item_IsOneJsonValueWithAssetType()
    {
        await using var cursor = await OpenFirstAsync(Create(1));
        Assert.Equal(CursorStep.Item, await cursor.ReadAsync(TestContext.Current.CancellationToken));
        using var json = JsonDocument.Parse(cursor.Item.Json);
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
        Assert.NotEmpty(cursor.Item.AssetType);
        Assert.NotEmpty(cursor.Item.GetName());
    }

    [Fact]
    public async Task Read_AfterTheEnd_Throws()
    {
        await using var cursor = await OpenFirstAsync(Create(0));
        Assert.Equal(CursorStep.End, await cursor.ReadAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await cursor.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Read_AfterDispose_Throws()
    {
        var cursor = await OpenFirstAsync(Create(1));
        await cursor.DisposeAsync();
        await cursor.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await cursor.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Read_Next_EmptiesTheItem()
    {
        await using var cursor = await OpenFirstAsync(Create(1));
        await cursor.ReadAsync(TestContext.Current.CancellationToken);
        var lease = cursor.Item.Lease;
        Assert.Equal(CursorStep.End, await cursor.ReadAsync(TestContext.Current.CancellationToken));
        Assert.True(cursor.Item.Json.IsEmpty);
        Assert.NotEqual(lease, cursor.Item.Lease);
    }

    [Fact]
    public async Task Open_AtAPageToken_ReadsTheRest()
    {
        Assert.SkipUnless(HasPageTokens, "This kind of source has no page tokens.");
        var source = Create(1200);
        var all = await ReadAllAsync(source);
        await using var cursor = await OpenFirstAsync(source);
        var before = 0;
        for (var step = await cursor.ReadAsync(TestContext.Current.CancellationToken); step != CursorStep.PageEnd; step = await cursor.ReadAsync(TestContext.Current.CancellationToken))
        {
            before++;
        }

        var scope = await source.GetScopesAsync(TestContext.Current.CancellationToken).FirstAsync(TestContext.Current.CancellationToken);
        await using var rest = source.Open(scope, cursor.PageToken);
        Assert.True(rest.TryRestoreState([.. cursor.SaveState()!]));
        Assert.Equal(all[before..], await ReadAllAsync(rest));
    }

    [Fact]
    public async Task Read_Cancelled_Throws()
    {
        await using var cursor = await OpenFirstAsync(Create(1200));
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await cursor.ReadAsync(cancellation.Token) != CursorStep.End)
            {
                // Until it notices; a page that is there already may be handed out first.
            }
        });
    }

    private static async Task<ResourceCursor> OpenFirstAsync(ResourceSource source) =>
        source.Open(await source.GetScopesAsync().FirstAsync());

    private static async Task<List<string>> ReadAllAsync(ResourceSource source)
    {
        var names = new List<string>();
        await foreach (var scope in source.GetScopesAsync())
        {
            await using var cursor = source.Open(scope);
            names.AddRange(await ReadAllAsync(cursor));
        }

        return names;
    }

    private static async Task<List<string>> ReadAllAsync(ResourceCursor cursor)
    {
        var names = new List<string>();
        for (var step = await cursor.ReadAsync(); step != CursorStep.End; step = await cursor.ReadAsync())
        {
            if (step == CursorStep.Item)
            {
                names.Add(cursor.Item.GetName());
            }
        }

        return names;
    }
}
