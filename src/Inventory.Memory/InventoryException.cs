namespace Inventory.Memory;

/// <summary>The base of every exception that this library throws on its own account.</summary>
public abstract class InventoryException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">A sentence that names the value and, where there is one, the remedy.</param>
    /// <param name="innerException">What caused it.</param>
    protected InventoryException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
