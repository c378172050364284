namespace Inventory.Memory.Checkpoints;

/// <summary>How everything stood when a scope began, so that the scope can be taken back. Used again for the next scope.</summary>
internal sealed class ScopeMark
{
    public List<long> Positions { get; } = [];

    public List<long> Tallies { get; } = [];

    /// <summary>How often the scope was begun again.</summary>
    public int Restarts { get; set; }

    public void Set(List<long> positions, List<long> tallies)
    {
        Restarts = 0;
        Positions.Clear();
        Positions.AddRange(positions);
        Tallies.Clear();
        Tallies.AddRange(tallies);
    }
}
