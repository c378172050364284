using System.Text.Json.Serialization;

namespace Inventory.Memory.Checkpoints;

/// <summary>A place in the order of everything that a run collects.</summary>
internal sealed class RunPosition
{
    /// <summary>Sources that are behind it.</summary>
    public long Sources { get; set; }

    /// <summary>Whether the next source has begun: its name is part of <see cref="Passed"/> then.</summary>
    public bool IsInSource { get; set; }

    /// <summary>Scopes of that source that are behind it.</summary>
    public long Scopes { get; set; }

    /// <summary>The scope that is being read; null between scopes.</summary>
    public string? Scope { get; set; }

    /// <summary>The page to read next; null: the scope's first.</summary>
    public string? PageToken { get; set; }

    /// <summary>A hash over the names of all that is behind it, in order; by it a later run sees whether it would skip the same.</summary>
    [JsonRequired]
    public string Passed { get; set; } = "";

    public static CheckpointException Changed() => new(
        CheckpointProblem.EstateChanged,
        "The projects, collections or places before the checkpoint are no longer found in the same order: what was collected cannot be told from what was not. Remove the checkpoint and the output to start again.");
}
