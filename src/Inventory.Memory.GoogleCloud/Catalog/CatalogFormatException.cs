namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>A catalog's file, or a service that an application adds, cannot be used. The message names the place and the remedy.</summary>
public sealed class CatalogFormatException : InventoryException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to write instead.</param>
    /// <param name="line">The line of the file; 0 where there is no file.</param>
    /// <param name="innerException">What the parser said.</param>
    public CatalogFormatException(string message, int line = 0, Exception? innerException = null)
        : base(message, innerException) => Line = line;

    /// <summary>The line of the file, from 1; 0 where there is no file.</summary>
    public int Line { get; }
}
