using Inventory.Memory.Reliability.Kills;
using Inventory.Memory.Reliability.Matrix;

namespace Inventory.Memory.GoogleCloud.Tests.Reliability;

/// <summary>Every cell of the matrix in processes that are killed: nothing silently missing, nothing twice, of records, counts and ends.</summary>
[Collection(Alone.Name)]
public sealed class KilledFaultMatrixTests
{
    [Fact]
    public Task Collect_FaultAndKillsInEachPage_NothingTwiceAndNothingMissingInSilence() => CheckAsync(KillPlan.EachPage);

    [Fact]
    public Task Collect_FaultAndKillsAtDefaultSettings_NothingTwiceAndNothingMissingInSilence() => CheckAsync(KillPlan.Default);

    private static async Task CheckAsync(KillPlan plan)
    {
        var matrix = await FaultMatrix.RunAsync(plan, TestContext.Current.CancellationToken);
        var wrong =
            from row in FaultRows.All
            from cell in FaultCase.Of(row, isOnce: true).Concat(FaultCase.Of(row, isOnce: false))
            where cell.Exists
            let outcome = matrix[cell]
            let problem = outcome.FindSilentFault() ?? FindLoss(cell, outcome)
            where problem is not null
            select $"{cell}: {problem} ({outcome})";
        Assert.Empty(wrong);
    }

    private static string? FindLoss(FaultCase cell, FaultOutcome outcome) =>
        cell.IsOnce && cell.Page >= (cell.Row.CuredFromPage ?? int.MaxValue) && !outcome.HasEverythingOnce ? "a retry makes it good, and not everything is there" : null;
}
