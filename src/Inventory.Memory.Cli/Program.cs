using Inventory.Memory.Cli.Commands;

namespace Inventory.Memory.Cli;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        StandardStreams.Open();
        if (!AddressSpace.IsEnough())
        {
            return ExitCode.Stopped;
        }

        SocketContinuations.Inline();
        using var interruption = new Interruption();
        return await InventoryCommand.RunAsync(args, interruption).ConfigureAwait(false);
    }
}
