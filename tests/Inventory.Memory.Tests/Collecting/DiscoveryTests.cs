using Inventory.Memory.Sources;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.Tests.Collecting;

/// <summary>Sources that are found while a run goes on: none without a state, and none waited for beyond the deadline.</summary>
public sealed class DiscoveryTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _ends = [];

    [Fact]
    public async Task Collect_SourceWithoutScopes_IsEmpty()
    {
        var run = await CollectAsync(new[] { new ScopedSource("test.none", 0), new ScopedSource("test.some", 2) }.ToAsyncEnumerable());

        Assert.Equal((RunState.Complete, 0), (run.Summary.State, run.Errors.Count));
        Assert.Equal(["test.none * Empty", "test.some 0 Empty", "test.some 1 Empty"], _ends);
        Assert.Equal(1, run.Summary.Types[0].Scopes(ScopeState.Empty));
    }

    /// <summary>The sources never come and do not look at their token: the clock passes the deadline when they are asked for.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public async Task Collect_SourcesNeverCome_EndsAtTheDeadline(int lookAhead)
    {
        var run = await CollectAsync(Hanging(), lookAhead);

        Assert.Equal((ScopeState.Skipped, "deadlineExceeded", ScopeResult.AllScopes), (Assert.Single(run.Errors).State, run.Errors[0].Reason, run.Errors[0].Collection));
        Assert.Equal((RunState.Failed, 1), (run.Summary.State, run.Summary.Incomplete.Count));
        Assert.Equal("* * Skipped", _ends[^1]);

        async IAsyncEnumerable<ResourceSource> Hanging()
        {
            _time.Advance(TimeSpan.FromHours(1));
            await new TaskCompletionSource().Task;
            yield break;
        }
    }

    /// <summary>What is there without waiting still has its name in the results; the output says it once.</summary>
    [Fact]
    public async Task Collect_DeadlineBeforeManySources_SkipsEachAndSaysItOnce()
    {
        var run = await CollectAsync(Late());

        var error = Assert.Single(run.Errors);
        Assert.Contains("6 lists were not begun", error.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (run.Summary.Errors, run.Summary.Incomplete.Count));
        Assert.Equal(Enumerable.Range(0, 3).SelectMany(source => new[] { $"test.{source} 0 Skipped", $"test.{source} 1 Skipped" }), _ends);

        async IAsyncEnumerable<ResourceSource> Late()
        {
            _time.Advance(TimeSpan.FromHours(1));
            for (var source = 0; source < 3; source++)
            {
                yield return new ScopedSource($"test.{source}", 2);
            }

            await Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Collect_SourcesFailAfterTheDeadline_IsNoDeadline()
    {
        await Assert.ThrowsAsync<FormatException>(() => CollectAsync(Broken()));

        async IAsyncEnumerable<ResourceSource> Broken()
        {
            _time.Advance(TimeSpan.FromHours(1));
            await Task.CompletedTask;
            yield return new ScopedSource("test.one", 1);
            throw new FormatException("broken");
        }
    }

    private Task<TestRun> CollectAsync(IAsyncEnumerable<ResourceSource> sources, int lookAhead = 0) => TestRun.CollectAsync(
        new CollectionRequest(sources)
        {
            Deadline = TimeSpan.FromMinutes(1),
            ScopeEnded = end =>
            {
                _ends.Add($"{end.Collection} {end.Scope} {end.State}");
                return default;
            },
        },
        new SequentialCollector(new() { LookAhead = lookAhead }, timeProvider: _time));

    /// <summary>So many scopes, none of which has anything.</summary>
    private sealed class ScopedSource(string collection, int scopes) : ResourceSource(collection, "test/Thing")
    {
        protected override IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken) =>
            Enumerable.Range(0, scopes).Select(scope => new ResourceScope($"{scope}")).ToAsyncEnumerable();

        protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) => new NothingCursor();
    }

    private sealed class NothingCursor : ResourceCursor
    {
        protected override ValueTask<CursorStep> ReadCoreAsync(CancellationToken cancellationToken) => new(CursorStep.End);
    }
}
