using System.Text.Json.Serialization;

namespace Inventory.Memory.Checkpoints;

/// <summary>All that a run needs to go on: where it stood, how long its outputs were, what it had counted.</summary>
/// <remarks>Its size is bounded by the number of types and by the list of gaps, whatever the run's length.</remarks>
internal sealed class Checkpoint
{
    /// <summary>The run that began.</summary>
    [JsonRequired]
    public string RunId { get; set; } = "";

    /// <summary>How often it has been resumed.</summary>
    public int Resumptions { get; set; }

    /// <summary><see cref="DurabilityOptions.Request"/>, long values as hashes.</summary>
    [JsonRequired]
    public Dictionary<string, string> Request { get; set; } = [];

    [JsonRequired]
    public RunPosition Position { get; set; } = new();

    /// <summary>In the order of <see cref="DurabilityOptions.Outputs"/>.</summary>
    [JsonRequired]
    public List<OutputMark> Outputs { get; set; } = [];

    [JsonRequired]
    public RunTallies Tallies { get; set; } = new();

    /// <summary>What the scope that is open had got; null between scopes.</summary>
    public ScopeProgress? Scope { get; set; }
}
