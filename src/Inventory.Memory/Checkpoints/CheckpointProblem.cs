namespace Inventory.Memory.Checkpoints;

/// <summary>Why a run cannot go on from its checkpoint, or keep one.</summary>
public enum CheckpointProblem
{
    /// <summary>It is damaged, of another program, or of a newer version of this one.</summary>
    Unreadable,

    /// <summary>It belongs to a run that was asked for something else.</summary>
    OtherRequest,

    /// <summary>The output is not the one that was written until the checkpoint: shorter, or changed.</summary>
    OutputChanged,

    /// <summary>The projects, collections or scopes that were passed already are no longer found in the same order.</summary>
    EstateChanged,

    /// <summary>The store failed: no space, no access.</summary>
    StoreFailed,
}
