namespace Inventory.Memory.Manifests;

/// <summary>A manifest cannot be read: it is damaged, cut short, or something else.</summary>
public sealed class ManifestException : InventoryException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="line">Where, from 1.</param>
    /// <param name="message">A sentence that names the line and the remedy.</param>
    /// <param name="innerException">What caused it.</param>
    public ManifestException(long line, string message, Exception? innerException = null)
        : base(message, innerException) => Line = line;

    /// <summary>The line that cannot be read, from 1.</summary>
    public long Line { get; }
}
