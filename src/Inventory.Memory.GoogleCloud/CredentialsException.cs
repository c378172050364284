namespace Inventory.Memory.GoogleCloud;

/// <summary>There are no credentials, or they cannot be used. The message says which and why; it never holds a part of them.</summary>
public sealed class CredentialsException : InventoryException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which credentials, what is wrong with them, and what to do; never a part of them.</param>
    /// <param name="innerException">What caused it, if its message holds no part of them either.</param>
    public CredentialsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
