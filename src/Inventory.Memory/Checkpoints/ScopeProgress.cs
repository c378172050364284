using System.Text.Json.Serialization;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Checkpoints;

/// <summary>What an open scope has got so far, and how to begin it again.</summary>
internal sealed class ScopeProgress
{
    public ScopeCounts Counts { get; set; }

    /// <summary>Where the outputs stood when it began.</summary>
    [JsonRequired]
    public List<long> Outputs { get; set; } = [];

    /// <summary><see cref="RunTallies.Counts"/> when it began.</summary>
    [JsonRequired]
    public List<long> Tallies { get; set; } = [];

    /// <summary>The numbers of <see cref="ResourceCursor.SaveState"/>, of 8 bytes each; null: none, or of an earlier version.</summary>
    public byte[]? Cursor { get; set; }
}
