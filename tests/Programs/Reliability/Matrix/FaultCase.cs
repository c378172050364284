namespace Inventory.Memory.Reliability.Matrix;

/// <summary>One cell of the matrix.</summary>
/// <param name="Row">What goes wrong.</param>
/// <param name="IsOnce">Whether it goes wrong the first time only.</param>
/// <param name="Page">On which page of the list, from 0.</param>
/// <param name="IsAggregated">Whether the list is one for all places, or that of one.</param>
internal sealed record FaultCase(FaultRow Row, bool IsOnce, int Page, bool IsAggregated)
{
    public const int Pages = 3;

    /// <summary>Whether there can be such a fault.</summary>
    public bool Exists => Page > 0 || !Row.NeedsPageBefore;

    public static IEnumerable<FaultCase> Of(FaultRow row, bool isOnce) =>
        from cell in Enumerable.Range(0, 2 * Pages)
        select new FaultCase(row, isOnce, cell % Pages, IsAggregated: cell < Pages);
}
