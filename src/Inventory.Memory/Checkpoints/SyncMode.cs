namespace Inventory.Memory.Checkpoints;

/// <summary>When what was collected is forced onto the disk. A killed process loses nothing either way; a machine without power may.</summary>
public enum SyncMode
{
    /// <summary>The operating system decides, usually within half a minute.</summary>
    None,

    /// <summary>With every checkpoint, and at the end: at most one interval is lost.</summary>
    Checkpoint,

    /// <summary>After every page of the API, which then is a checkpoint: at most one page is lost. Slow on slow disks.</summary>
    Page,
}
