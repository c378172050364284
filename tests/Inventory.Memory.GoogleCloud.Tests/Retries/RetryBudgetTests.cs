using Inventory.Memory.GoogleCloud.Retries;

namespace Inventory.Memory.GoogleCloud.Tests.Retries;

public sealed class RetryBudgetTests
{
    [Fact]
    public void TryTake_HostThatNeverAnswers_EndsSoon()
    {
        var budget = new RetryBudget();
        Assert.Equal(RetryBudget.Initial, TakeAll(budget));
        Assert.False(budget.HasAnswered);
    }

    [Fact]
    public void TryTake_AfterManyPages_IsBounded()
    {
        var budget = new RetryBudget();
        for (var page = 0; page < 100_000; page++)
        {
            budget.Earn();
        }

        Assert.Equal(RetryBudget.Most, TakeAll(budget));
    }

    [Fact]
    public void TryTake_EveryTenthPageFails_NeverRunsOut()
    {
        var budget = new RetryBudget();
        for (var page = 1; page < 10_000; page++)
        {
            budget.Earn();
            Assert.True(page % 10 > 0 || budget.TryTake());
        }
    }

    private static int TakeAll(RetryBudget budget)
    {
        var taken = 0;
        while (budget.TryTake())
        {
            taken++;
        }

        return taken;
    }
}
