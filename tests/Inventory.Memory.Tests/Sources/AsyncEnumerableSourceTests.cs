using System.Globalization;
using System.Runtime.CompilerServices;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests.Sources;

public sealed class AsyncEnumerableSourceTests : ResourceSourceContract
{
    protected override bool HasPageTokens => false;

    /// <summary>The shape of AggregatedListAsync: entries from a scope to the resources of that scope, or to a warning.</summary>
    [Fact]
    public async Task Collect_AggregatedShape_FlattensAndReportsWarnings()
    {
        var source = new AsyncEnumerableSource<(string Scope, string? Name, string? Warning)>(
            "test.aggregated",
            "test/Aggregated",
            (_, _) => AggregatedListAsync().SelectMany(Flatten),
            static (entry, item) =>
            {
                item.Location = entry.Scope.Split('/')[^1];
                if (entry.Warning is { } warning)
                {
                    item.Report(new ScopeNotice { Reason = warning, Message = $"{entry.Scope}: {warning}", Location = item.Location });
                    return;
                }

                item.SetName(entry.Name!);
                item.Write($$"""{"name": "{{entry.Name}}"}""");
            });

        var run = await TestRun.CollectAsync(source);
        Assert.Equal(["a1", "a2", "c1"], run.Names);
        Assert.Equal("b", Assert.Single(run.Errors).Location);
        Assert.Equal(RunState.Partial, run.Summary.State);

        static IEnumerable<(string, string?, string?)> Flatten(KeyValuePair<string, (string[] Items, string? Warning)> entry) =>
            entry.Value.Warning is { } warning and not "NO_RESULTS_ON_PAGE"
                ? [(entry.Key, null, warning)]
                : entry.Value.Items.Select(name => (entry.Key, (string?)name, (string?)null));
    }

    [Fact]
    public void Open_WithPageToken_SaysWhy()
    {
        var error = Assert.Throws<NotSupportedException>(() => Create(1).Open(ResourceScope.Default, "token"));
        Assert.Contains("test.things", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WrongItem.All), MemberType = typeof(WrongItem))]
    public async Task Read_ItemThatIsNone_FailsTheScopeAndSaysWhatToDo(string kind)
    {
        var wrong = WrongItem.Of(kind);
        var run = await TestRun.CollectAsync(new AsyncEnumerableSource<int>(
            "test.wrong", "test/Wrong", (_, _) => new[] { 0, 1 }.ToAsyncEnumerable(), (number, item) => WrongItem.Write(number, item, wrong)));
        wrong.AssertFound(run, "test.wrong");
    }

    [Fact]
    public async Task Read_ListThatIsNull_SaysWhoseDelegate()
    {
        var run = await TestRun.CollectAsync(new AsyncEnumerableSource<int>("test.null", "test/Null", (_, _) => null!, (_, _) => { }));
        Assert.Contains("'test.null' answered null", Assert.Single(run.Errors).Message, StringComparison.Ordinal);
    }

    protected override ResourceSource Create(params int[] resourcesPerScope) => new AsyncEnumerableSource<string>(
        "test.things",
        "test/Thing",
        (scope, cancellationToken) => ListAsync(scope, resourcesPerScope[int.Parse(scope.Name, CultureInfo.InvariantCulture)], cancellationToken),
        static (name, item) =>
        {
            item.SetName(name);
            item.Write($$"""{"name":"{{name}}"}""");
        })
    {
        Scopes = [.. Enumerable.Range(0, resourcesPerScope.Length).Select(i => new ResourceScope(i.ToString(CultureInfo.InvariantCulture)))],
    };

    private static async IAsyncEnumerable<string> ListAsync(ResourceScope scope, int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (i % 50 == 0)
            {
                await Task.Yield();
            }

            yield return $"{scope}/{i}";
        }
    }

    private static async IAsyncEnumerable<KeyValuePair<string, (string[] Items, string? Warning)>> AggregatedListAsync()
    {
        yield return new("zones/a", (["a1", "a2"], null));
        await Task.Yield();
        yield return new("zones/b", ([], "UNREACHABLE"));
        yield return new("zones/c", (["c1"], null));
        yield return new("zones/d", ([], "NO_RESULTS_ON_PAGE"));
    }
}
