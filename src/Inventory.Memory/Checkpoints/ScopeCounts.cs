namespace Inventory.Memory.Checkpoints;

/// <summary>What one scope has got so far.</summary>
internal readonly record struct ScopeCounts
{
    public long Resources { get; init; }

    public long Errors { get; init; }

    /// <summary>Of the errors, those that are entries of their own.</summary>
    public long Places { get; init; }

    public long Requests { get; init; }

    public long Bytes { get; init; }

    public long ElapsedTicks { get; init; }

    /// <summary>Of the first error that is none of a place.</summary>
    public string? Reason { get; init; }
}
