namespace Inventory.Memory.GoogleCloud.Auth;

/// <summary>Credentials cannot be used. The message says which and why; it never holds a part of them.</summary>
public sealed class CredentialsException : InventoryException
{
    internal CredentialsException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
