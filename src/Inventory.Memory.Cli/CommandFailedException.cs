namespace Inventory.Memory.Cli;

/// <summary>Ends the command with a message for people and an exit code.</summary>
internal sealed class CommandFailedException(int exitCode, string message, Exception? inner = null) : InventoryException(message, inner)
{
    public int ExitCode => exitCode;

    /// <summary>The caller asked for something that cannot be done.</summary>
    public static CommandFailedException Usage(string message, Exception? inner = null) => new(Cli.ExitCode.Usage, message, inner);
}
