namespace Inventory.Memory.Checkpoints;

/// <summary>Where an output stood at a moment, and how to recognise it.</summary>
public readonly record struct OutputMark
{
    /// <summary>Gets its length in bytes.</summary>
    public required long Position { get; init; }

    /// <summary>Gets a hash of its last bytes; null where they were not looked at.</summary>
    public string? Tail { get; init; }
}
