namespace Inventory.Memory.Checkpoints;

/// <summary>A run cannot go on from its checkpoint, or cannot keep one. It ends; output and checkpoint stay as they are.</summary>
public sealed class CheckpointException : InventoryException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="message">A sentence that names the difference, and the remedy.</param>
    /// <param name="innerException">What caused it.</param>
    public CheckpointException(CheckpointProblem problem, string message, Exception? innerException = null)
        : base(message, innerException) => Problem = problem;

    /// <summary>What is wrong.</summary>
    public CheckpointProblem Problem { get; }
}
