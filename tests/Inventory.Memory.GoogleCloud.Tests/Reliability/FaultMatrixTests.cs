using Inventory.Memory.Reliability.Matrix;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.GoogleCloud.Tests.Reliability;

/// <summary>Each fault, on each page, of each kind of list, over real sockets: nothing silently missing, nothing twice.</summary>
[Collection(Alone.Name)]
public sealed class FaultMatrixTests(FaultMatrixFixture fixture) : IClassFixture<FaultMatrixFixture>
{
    public static TheoryData<string> Faults => [.. FaultRows.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Collect_Fault_NothingTwiceAndNothingMissingInSilence(string fault)
    {
        foreach (var cell in Cells(fault, isOnce: true).Concat(Cells(fault, isOnce: false)))
        {
            var outcome = fixture.Matrix[cell];
            Assert.True(outcome.FindSilentFault() is null, $"{cell}: {outcome.FindSilentFault()} ({outcome})");
            Assert.All(outcome.Errors, error => Assert.NotEmpty(error.Message));
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Collect_FaultThatIsOverAfterOnce_GivesEverything(string fault)
    {
        foreach (var cell in Cells(fault, isOnce: true).Where(cell => cell.Page >= (cell.Row.CuredFromPage ?? int.MaxValue)))
        {
            var outcome = fixture.Matrix[cell];
            Assert.True(outcome is { State: ScopeState.Complete, HasEverythingOnce: true }, $"{cell}: {outcome}");
            Assert.Equal(1, outcome.Retries);
        }
    }

    [Fact]
    public void Docs_Table_IsWhatTheCommandPrints()
    {
        var docs = RepositoryFolder.ReadDocument("reliability.md").ReplaceLineEndings("\n");
        var table = MatrixTable.Write(fixture.Matrix).ReplaceLineEndings("\n");
        Assert.True(docs.Contains(table, StringComparison.Ordinal), $"The table in docs/reliability.md has to be:\n{table}");
    }

    private static IEnumerable<FaultCase> Cells(string fault, bool isOnce) =>
        FaultCase.Of(FaultRows.All.Single(row => row.Name == fault), isOnce).Where(cell => cell.Exists);
}
