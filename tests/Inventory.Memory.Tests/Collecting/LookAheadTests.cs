using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Pressure;

namespace Inventory.Memory.Tests.Collecting;

public sealed class LookAheadTests
{
    private readonly TreeSource.Counts _counts = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Collect_LookAhead_KeepsTheOrderAndItsBound(int lookAhead)
    {
        var names = new List<string>();
        await foreach (var record in Collector(lookAhead).Collect(new CollectionRequest(Sources(3, 40))))
        {
            // Time for the task that runs ahead, so that it could go too far.
            await Task.Yield();
            names.Add(record.Name);
        }

        var expected = from source in Enumerable.Range(0, 3) from scope in Enumerable.Range(0, 40) from item in Enumerable.Range(0, 2) select $"{source}.{scope}:{item}";
        Assert.Equal(expected, names);
        // And the one whose turn has come, until it is read.
        Assert.InRange(_counts.MostAhead, 0, lookAhead == 0 ? 0 : lookAhead + 1);
        Assert.Equal(lookAhead > 0, _counts.Begun > 0);
        Assert.Equal((0, 0), (_counts.Open, _counts.Ahead));
    }

    [Fact]
    public async Task Collect_ConsumerLeavesEarly_ClosesWhatWasBegunAhead()
    {
        await foreach (var _ in Collector(8).Collect(new CollectionRequest(Sources(1, 40))))
        {
            break;
        }

        Assert.Equal((0, 0), (_counts.Open, _counts.Ahead));
    }

    [Fact]
    public async Task Collect_FailureWhereSourcesAreFound_IsThrownInItsTurn()
    {
        var names = new List<string>();
        var run = Collector(8).Collect(new CollectionRequest(Broken()));
        await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await foreach (var record in run)
            {
                names.Add(record.Name);
            }
        });
        Assert.Equal(["0.0:0", "0.0:1"], names);
        Assert.Equal(RunState.Failed, run.Summary.State);

        async IAsyncEnumerable<ResourceSource> Broken()
        {
            await Task.Yield();
            yield return Sources(1, 1).Single();
            throw new FormatException("a bug");
        }
    }

    [Fact]
    public async Task Trim_UnderPressure_GivesEveryEarlyAnswerBackAndLosesNothing()
    {
        using var fixture = new GovernorFixture();
        var collector = new SequentialCollector(new SequentialCollectorOptions { LookAhead = 4 }, fixture.Governor);
        var count = 0;
        await foreach (var _ in collector.Collect(new CollectionRequest(Sources(1, 40))))
        {
            if (count++ == 0)
            {
                SpinWait.SpinUntil(() => Volatile.Read(ref _counts.Ahead) == 4, TimeSpan.FromSeconds(30));
                Assert.False(fixture.Governor.TryReserve(200 * GovernorFixture.MiB));
                Assert.Equal((0, 4), (_counts.Ahead, _counts.TakenBack));
            }
        }

        Assert.Equal(80, count);
    }

    private static SequentialCollector Collector(int lookAhead) => new(new SequentialCollectorOptions { LookAhead = lookAhead });

    private IEnumerable<ResourceSource> Sources(int sources, int scopes) => Enumerable.Range(0, sources).Select(source => new TreeSource(_counts, 0, 2)
    {
        Scopes = [.. Enumerable.Range(0, scopes).Select(scope => new ResourceScope($"{source}.{scope}"))],
    });
}
