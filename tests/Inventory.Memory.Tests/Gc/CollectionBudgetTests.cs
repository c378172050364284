using CsCheck;
using Inventory.Memory.Gc;

namespace Inventory.Memory.Tests.Gc;

public sealed class CollectionBudgetTests
{
    [Fact]
    public void HasTime_AnyCollections_KeepsTheShare() =>
        Gen.Select(Gen.Int[1, 2000], Gen.Int[1, 100]).Array[50, 400].Sample(attempts =>
        {
            var budget = new CollectionBudget(share: 0.05);
            var (now, spent, longest) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
            foreach (var (wait, duration) in attempts)
            {
                now += TimeSpan.FromMilliseconds(wait);
                if (!budget.HasTime(now))
                    continue;
                var took = TimeSpan.FromMilliseconds(duration);
                budget.Spend(took);
                (now, spent, longest) = (now + took, spent + took, took > longest ? took : longest);
            }

            return spent <= (now * 0.05) + TimeSpan.FromMilliseconds(500) + longest;
        });

    [Fact]
    public void HasTime_ClockBackwards_IsNoIncome()
    {
        var budget = new CollectionBudget(0.05);
        Assert.True(budget.HasTime(TimeSpan.FromSeconds(10)));
        budget.Spend(TimeSpan.FromSeconds(1));
        Assert.False(budget.HasTime(TimeSpan.FromSeconds(5)));
        Assert.False(budget.HasTime(TimeSpan.FromSeconds(10)));
        Assert.True(budget.HasTime(TimeSpan.FromSeconds(25)));
    }

    [Fact]
    public void Begin_LittleGain_DoublesUpToThirtySecondsAndAGainResets()
    {
        var distance = new CollectionDistance(TimeSpan.FromSeconds(1));
        var now = TimeSpan.Zero;
        var waits = new List<int>();
        for (var i = 0; i < 8; i++)
        {
            distance.Begin(now, worthwhile: false);
            var start = now;
            while (!distance.IsOver(now))
                now += TimeSpan.FromSeconds(1);
            waits.Add((int)(now - start).TotalSeconds);
        }

        Assert.Equal([2, 4, 8, 16, 30, 30, 30, 30], waits);
        distance.Begin(now, worthwhile: true);
        Assert.True(distance.IsOver(now + TimeSpan.FromSeconds(1)));
    }
}
