namespace Inventory.Memory.Cli;

/// <summary>Ends the command with a message for people and an exit code.</summary>
internal sealed class CommandFailedException(int exitCode, string message, Exception? inner = null) : InventoryException(message, inner)
{
    public int ExitCode => exitCode;

    /// <summary>The runtime found no memory where nothing could stop the run in order before.</summary>
    public static CommandFailedException RanOut(OutOfMemoryException failure) => new(
        Cli.ExitCode.Stopped,
        $"stopped: memory has run out ({failure.Message}) Raise the limit of the container (or of DOTNET_GCHeapHardLimit, or 'ulimit -v'), or use a smaller --page-size or --look-ahead 0. 'inventory doctor' says what limits this process.",
        failure);

    /// <summary>The caller asked for something that cannot be done.</summary>
    public static CommandFailedException Usage(string message, Exception? inner = null) => new(Cli.ExitCode.Usage, message, inner);
}
