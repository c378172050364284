namespace Inventory.Memory.Cli.Output;

/// <summary>Where an output goes, with what a run asks of it beside writing.</summary>
internal abstract class OutputStream : Stream
{
    public override bool CanWrite => true;

    /// <exception cref="IOException">The disk has not taken all of it.</exception>
    public abstract void FlushToDisk();

    /// <summary>Takes back what a write left that the disk took in part; nothing where that cannot be.</summary>
    /// <param name="whole">Bytes that stay, of those that were written since it was opened.</param>
    public abstract void TakeBack(long whole);

    /// <summary>Whether the path that it was opened with still means it, with all that was written.</summary>
    public virtual bool IsStillThere => true;
}
