namespace Inventory.Memory.Doctor;

/// <summary>How trouble with memory shows itself.</summary>
public enum MemorySign
{
    /// <summary>Runs stop at a ceiling, or an <see cref="OutOfMemoryException"/> ends the process (exit code 134).</summary>
    OutOfMemory,

    /// <summary>It takes longer than it should: swap, stalls, fragmentation, collections.</summary>
    Slow,

    /// <summary>The kernel ends the process (exit code 137).</summary>
    Killed,
}
