namespace Inventory.Memory.Reliability.Kills;

/// <summary>When the processes of a run are killed, and how often it keeps a checkpoint.</summary>
/// <param name="Records">After so many records, one process after another; one more is left alone.</param>
/// <param name="Interval">Between two checkpoints.</param>
internal sealed record KillPlan(IReadOnlyList<int> Records, TimeSpan Interval)
{
    /// <summary>Pages of 20: in the middle of the first, then in the middle of the one behind a checkpoint.</summary>
    public static KillPlan EachPage { get; } = new([7, 27, 27, 3], TimeSpan.Zero);

    /// <summary>The default, faster than which a test's three pages are read: what is kept is each process's first page.</summary>
    public static KillPlan Default { get; } = new([33, 25, 12], Checkpoints.DurabilityOptions.DefaultInterval);
}
